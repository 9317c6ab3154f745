using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HeartMonitor.Research.Series;

/// <summary>
/// Takes away what leads from a session to the person: the pseudonym that the clinic uses, the day, and ids that were made from either. The same person has the same new
/// pseudonym and is always moved by the same whole number of days, so that his sessions stay together, in their order, with the days between them; the places in the
/// journal are counted anew, and straps are numbers as in every export. Without the key nothing of it can be taken back; with another key the same people are others.
/// </summary>
/// <param name="key">32 bytes that never leave the house.</param>
public sealed class SeriesDisguise(byte[] key)
{
    private const int FewestDays = 1;
    private const int MostDays = 364; // ours: under a year, so that the year is hidden and nothing lies in the future

    /// <summary>The session as it is told outside.</summary>
    public SessionSeries Of(SessionSeries series)
    {
        var back = TimeSpan.FromDays(-DaysFor(series.Participant));
        var places = series.Samples.Select(s => s.N).Order().Select((n, i) => (n, Place: i + 1L)).ToDictionary(p => p.n, p => p.Place);
        return series with
        {
            DatesShifted = true,
            DisguiseKey = KeyId,
            Session = SessionNameOf(series.Session),
            Participant = PersonNameOf(series.Participant),
            StartedAt = series.StartedAt + back,
            EndedAt = series.EndedAt + back,
            LastAt = series.LastAt + back,
            Straps = [.. series.Straps.Select(s => s with { From = s.From + back })],
            Plans = [.. series.Plans.Select(p => p with { At = p.At + back })],
            Samples = [.. series.Samples.Select(s => s with { At = s.At + back, N = places[s.N] })],
            Beats = [.. series.Beats.Select(b => b with { At = b.At + back, N = places[b.N] })],
            Gaps = [.. series.Gaps.Select(g => g with { From = g.From + back, To = g.To + back })],
            Losses = [.. series.Losses.Select(l => l with { From = l.From + back, To = l.To + back })],
            Phases = [.. series.Phases.Select(p => p with { From = p.From + back, To = p.To + back })],
            Pauses = Moved(series.Pauses, back),
            Interruptions = Moved(series.Interruptions, back),
            Workloads = [.. series.Workloads.Select(w => w with { At = w.At + back })],
            Answers = [.. series.Answers.Select(a => a with { At = a.At + back, Prompt = a.Prompt is { } prompt ? NameOf(prompt, 16) : null })],
            Words = [.. series.Words.Select(w => w with { At = w.At + back })],
            Prompts = [.. series.Prompts.Select(p => p with { At = p.At + back, OpenedAt = p.OpenedAt + back, Id = NameOf(p.Id, 16) })],
            Alerts = [.. series.Alerts.Select(a => a with { At = a.At + back, Since = a.Since + back, AckedAt = a.AckedAt + back, Id = NameOf(a.Id, 16) })],
            Qualities = [.. series.Qualities.Select(q => q with { At = q.At + back })],
            Gates = [.. series.Gates.Select(g => g with { At = g.At + back })],
            Bindings = [.. series.Bindings.Select(b => b with { At = b.At + back })],
            Summary = series.Summary is { } summary ? summary with { At = summary.At + back } : null,
        };
    }

    /// <summary>What a session is called outside. To be written in the order of these names: the true order would tell whose day came before whose.</summary>
    public string SessionNameOf(string session) => "s_" + NameOf(session, 12);

    /// <summary>By how many days a person's sessions are moved back: 1 to 364.</summary>
    internal int DaysFor(string participant) => FewestDays + (int)(BinaryPrimitives.ReadUInt64BigEndian(Mac("days|" + participant)) % (MostDays - FewestDays + 1));

    /// <summary>What a person is called outside.</summary>
    internal string PersonNameOf(string participant) => "p_" + Convert.ToHexStringLower(Mac("person|" + participant))[..12];

    /// <summary>Tells two keys apart, and nothing else about them.</summary>
    public string KeyId { get; } = Convert.ToHexStringLower(HMACSHA256.HashData(key, "key"u8))[..8];

    private string NameOf(string id, int letters) => Convert.ToHexStringLower(Mac("id|" + id))[..letters];

    private byte[] Mac(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static List<SeriesSpan> Moved(IReadOnlyList<SeriesSpan> spans, TimeSpan back) => [.. spans.Select(s => new SeriesSpan(s.From + back, s.To + back))];
}
