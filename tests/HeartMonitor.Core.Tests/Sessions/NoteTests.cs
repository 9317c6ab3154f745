using HeartMonitor.Core.Ports;
using HeartMonitor.Core.Sessions;
using HeartMonitor.Core.Tests.Support;
using Xunit;

namespace HeartMonitor.Core.Tests.Sessions;

/// <summary>A line that staff write is kept, signed, and judges nothing.</summary>
public sealed class NoteTests
{
    [Fact]
    public void A_signed_note_is_taken_before_in_and_after_the_session_and_decides_nothing()
    {
        var sitting = new Sitting();
        var before = sitting.Events.Count;

        foreach (var fact in new SessionFact[] { new PhaseEntered(SessionPhase.Work), new SessionEnded() })
        {
            var told = sitting.Events.Count;
            sitting.Then(new NoteWritten("drinks a glass of water", "nurse_2"));
            Assert.Equal(CommandResult.Accepted, sitting.Outcome.Result);
            Assert.Equal(told, sitting.Events.Count);
            sitting.Then(fact);
        }

        sitting.Then(new NoteWritten("left by taxi", "nurse_2"));
        Assert.Equal(CommandResult.Accepted, sitting.Outcome.Result);
        Assert.True(sitting.Events.Count > before);
    }

    [Theory]
    [InlineData("", "nurse_2")]
    [InlineData("   ", "nurse_2")]
    [InlineData("water", "")]
    public void A_note_without_words_or_without_a_signature_is_refused(string text, string by)
    {
        var sitting = new Sitting().Then(new NoteWritten(text, by));

        Assert.Equal(CommandResult.Invalid, sitting.Outcome.Result);
        Assert.NotEqual("", sitting.Outcome.Detail);
    }

    [Fact]
    public void A_note_of_201_characters_is_refused_and_one_about_an_alert_that_is_not_there_too()
    {
        var sitting = new Sitting().Then(new NoteWritten(new string('a', 201), "nurse_2"));
        Assert.Equal(CommandResult.Invalid, sitting.Outcome.Result);
        sitting.Then(new NoteWritten(new string('a', 200), "nurse_2"));
        Assert.Equal(CommandResult.Accepted, sitting.Outcome.Result);

        sitting.Then(new NoteWritten("which one?", "nurse_2") { Alert = "nosuchalert12345" });
        Assert.Equal(CommandResult.NotFound, sitting.Outcome.Result);
    }
}
