using CsCheck;
using HeartMonitor.Core.Medications;
using HeartMonitor.Core.Patients;
using HeartMonitor.Core.Tests.Medications;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Patients;

/// <summary>
/// Good files of blunted people, spoilt in one place: a named fault or a plan, and never predicted zones unless a medicine left the list
/// cleanly.
/// </summary>
public sealed class ParticipantFuzzTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    private static readonly string[] Good =
    [
        """{ "id": "p_1", "age": 61, "restingHr": 58, "medications": [ { "atc": "C07AB02", "name": "metoprolol", "doseMg": 100, "startedOn": "2025-03-01", "changedOn": "2025-09-01" } ] }""",
        """{ "id": "p_2", "born": "1964-05-01", "restingHr": 60, "medications": [ { "atc": "C09BX02", "startedOn": "2025-03-01", "lastTaken": "2026-03-02T07:00:00Z" } ], "conditions": [ { "code": "depression" } ] }""",
        """{ "id": "p_3", "age": 44, "restingHr": 66, "medications": [ { "name": "Propranolol LA 80 mg", "startedOn": "2025-03-01" }, { "atc": "N06AB06", "name": "sertraline", "doseMg": 50 } ], "hideHeartRate": true }""",
        """{ "id": "p_4", "age": 27, "restingHr": 68, "medications": [ { "atc": "C07AA05", "name": "propranolol", "asNeeded": true, "takenToday": true, "startedOn": "2025-03-01" } ], "prescription": { "reserveFrom": 0.4, "reserveTo": 0.6, "rpeFrom": 11, "rpeTo": 13, "hrCeiling": 140 } }""",
        """{ "id": "p_5", "age": 70, "sex": "female", "bodyMassKg": 70, "restingHr": 64, "medications": [ { "atc": "C01EB17", "startedOn": "2025-03-01" } ], "conditions": [ { "code": "coronary-disease" } ], "tests": [ { "date": "2026-02-09", "onMedication": true, "restingHr": 60, "peakHr": 120, "hoursAfterDose": 2, "signedBy": "dr_a" } ] }""",
        """{ "id": "p_6", "age": 52, "restingHr": 70, "medications": [ { "atc": "C07AA05", "name": "propranolol", "startedOn": "2024-03-01", "stoppedOn": "2026-02-28" } ] }""",
    ];

    [Fact]
    public void A_good_file_spoilt_in_one_place_is_a_named_fault_or_a_plan_and_never_predicted_zones()
    {
        long refused = 0, planned = 0;
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int).Sample(
            (which, seed) =>
            {
                var (text, removed) = JsonMutator.Spoil(Good[which], seed);
                var reading = ParticipantReader.Read(text, Day);
                if (reading.Participant is not { } person)
                {
                    Assert.All(reading.Faults, f => Assert.True(f.Path.StartsWith('$') || f.Path.StartsWith("line", StringComparison.Ordinal)));
                    Assert.NotEmpty(reading.Faults);
                    Interlocked.Increment(ref refused);
                    return;
                }

                var plan = person.Plan(on: Day);
                Assert.NotEmpty(plan.Reasons);
                Assert.True(removed || plan.Mode != MonitoringMode.Zones, text);
                Interlocked.Increment(ref planned);
            },
            iter: PropertyRuns.Of(20_000, 1));
        Assert.True((refused > 100 && planned > 100) || !Effort.IsFull);
    }

    [Fact]
    public void The_good_files_are_good_and_none_of_them_has_zones() =>
        Assert.All(Good, text => Assert.NotEqual(MonitoringMode.Zones, ParticipantReader.Read(text, Day).Participant!.Plan(on: Day).Mode));
}
