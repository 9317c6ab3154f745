using HeartMonitor.Ble.Bus;
using HeartMonitor.Core.Ports;

namespace HeartMonitor.Ble;

/// <summary>What the fold wants done after an input; emptied and used again.</summary>
internal sealed class BluezOutput
{
    /// <summary>Calls to make, in this order; each may take its time without holding up the others.</summary>
    internal List<BluezCall> Calls { get; } = [];

    /// <summary>Calls whose answer is of no interest any more.</summary>
    internal List<long> Abandoned { get; } = [];

    /// <summary>What to tell the subscriber.</summary>
    internal List<SourceEvent> Events { get; } = [];

    /// <summary>Lines for the operator.</summary>
    internal List<BluezNote> Notes { get; } = [];

    /// <summary>The bus should be opened.</summary>
    internal bool Open { get; set; }

    internal void Clear()
    {
        Calls.Clear();
        Abandoned.Clear();
        Events.Clear();
        Notes.Clear();
        Open = false;
    }
}

/// <param name="IsTrouble">Something does not work; else it works again.</param>
/// <param name="Text">One line; holds no address.</param>
internal readonly record struct BluezNote(bool IsTrouble, string Text);
