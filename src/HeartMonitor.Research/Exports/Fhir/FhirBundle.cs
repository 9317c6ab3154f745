using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HeartMonitor.Research.Series;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace HeartMonitor.Research.Exports.Fhir;

/// <summary>
/// A session as a FHIR R4 bundle: the person by pseudonym, the program with its rules as a device, observations. No profile is claimed: the heart-rate profile wants
/// one quantity, and a series is sampled data.
/// </summary>
internal static class FhirBundle
{
    internal static ExportFile Of(SessionSeries series)
    {
        var (person, program) = (Urn(series, "patient"), Urn(series, "device"));
        var bundle = new Bundle
        {
            Id = series.Session.Replace('_', '-'),
            Type = Bundle.BundleType.Collection,
            Timestamp = series.EndedAt ?? series.LastAt,
            Identifier = new(FhirCodes.SessionSystem, series.Session),
        };
        Add(bundle, person, Person(series));
        Add(bundle, program, Program(series));
        foreach (var (name, observation) in FhirObservations.Of(series))
        {
            observation.Subject = new(person);
            observation.Device = new(program);
            Add(bundle, Urn(series, name), observation);
        }

        return new(series.Session + ".fhir.json", Bytes(bundle));
    }

    private static byte[] Bytes(Bundle bundle)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) new FhirJsonSerializer().Serialize(bundle, json);
        return buffer.WrittenSpan.ToArray();
    }

    private static Patient Person(SessionSeries series) => new()
    {
        Identifier = [new(FhirCodes.ParticipantSystem, series.Participant)],
        Gender = series.Person.Sex switch { "male" => AdministrativeGender.Male, "female" => AdministrativeGender.Female, _ => null },
    };

    private static Device Program(SessionSeries series) => new()
    {
        DeviceName = [new() { Name = "HeartMonitor", Type = DeviceNameType.ModelName }],
        Type = new() { Text = "exercise monitoring software; not a medical device" },
        Version =
        [
            .. series.Versions.Rules.Select(v => Version("rules", v)), .. series.Versions.Catalogue.Select(v => Version("catalogue", v)),
            .. series.Versions.Activities.Select(v => Version("activities", v)),
        ],
    };

    private static Device.VersionComponent Version(string what, string version) => new() { Type = new() { Text = what }, Value = version };

    private static void Add(Bundle bundle, string url, Resource resource) => bundle.Entry.Add(new() { FullUrl = url, Resource = resource });

    /// <summary>A name that the same session always gives again (RFC 9562, version 8).</summary>
    private static string Urn(SessionSeries series, string what)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{series.Session}|{what}"))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return "urn:uuid:" + new Guid(bytes, bigEndian: true);
    }
}

/// <summary>Systems and codes.</summary>
internal static class FhirCodes
{
    internal const string Loinc = "http://loinc.org";
    internal const string Ucum = "http://unitsofmeasure.org";
    internal const string SessionSystem = "urn:heartmonitor:session";
    internal const string ParticipantSystem = "urn:heartmonitor:participant";
    internal const string CategorySystem = "http://terminology.hl7.org/CodeSystem/observation-category";

    internal static CodeableConcept OfLoinc(string code, string text) => new(Loinc, code, text);

    internal static CodeableConcept Category(string code) => new(CategorySystem, code);

    internal static Quantity Of(double value, string unit, string code) => new((decimal)value, unit, Ucum) { Code = code };
}
