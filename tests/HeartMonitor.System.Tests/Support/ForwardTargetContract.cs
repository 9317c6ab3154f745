using HeartMonitor.Core.Ports;
using Xunit;

namespace HeartMonitor.System.Tests.Support;

/// <summary>How a receiver behaves towards a target in <see cref="ForwardTargetContract"/>.</summary>
public enum ReceiverMood
{
    /// <summary>Takes everything.</summary>
    Taking,

    /// <summary>Is there and says "not now".</summary>
    Busy,

    /// <summary>Takes the request and never answers.</summary>
    Silent,

    /// <summary>Takes everything, each request half a second late.</summary>
    Slow,
}

/// <summary>A target with a receiver that does as it is told.</summary>
public interface IForwardTargetRig : IAsyncDisposable
{
    IForwardTarget Target { get; }

    /// <summary>Rows that the target sends on, with positions from <paramref name="first"/>.</summary>
    IReadOnlyList<JournalRow> RowsOfInterest(long first, int count);

    /// <summary>A row that the target has no use for, or null when it sends everything on.</summary>
    JournalRow? RowOfNoInterest(long seq);

    void Behave(ReceiverMood mood);

    /// <summary>From now on the receiver refuses this row for good; false when this kind of receiver never does that.</summary>
    bool Refuse(long seq);

    /// <summary>Takes the receiver away, as a machine that is switched off.</summary>
    Task GoAway();

    /// <summary>Positions of the rows at the receiver, in the order of their first arrival, each once however often it came.</summary>
    Task<IReadOnlyList<long>> Delivered();
}

/// <summary>What every <see cref="IForwardTarget"/> keeps. Derive, and make a rig.</summary>
public abstract class ForwardTargetContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract Task<IForwardTargetRig> CreateRig();

    [Fact]
    public async Task Rows_that_were_accepted_are_at_the_receiver_in_order()
    {
        await using var rig = await CreateRig();

        Accepted(await rig.Target.SendAsync(rig.RowsOfInterest(1, 50), Cancellation), []);
        Accepted(await rig.Target.SendAsync(rig.RowsOfInterest(51, 7), Cancellation), []);

        Assert.Equal(Positions(1, 57), await rig.Delivered());
    }

    [Fact]
    public async Task Sending_the_same_rows_again_leaves_the_receiver_as_it_was()
    {
        await using var rig = await CreateRig();
        var rows = rig.RowsOfInterest(1, 20);
        Accepted(await rig.Target.SendAsync(rows, Cancellation), []);

        Accepted(await rig.Target.SendAsync(rows, Cancellation), []);

        Assert.Equal(Positions(1, 20), await rig.Delivered());
    }

    [Fact]
    public async Task Rows_the_receiver_will_never_take_are_named_and_the_others_arrive()
    {
        await using var rig = await CreateRig();
        Assert.SkipUnless(rig.Refuse(3) && rig.Refuse(17), "This receiver refuses no single row.");

        Accepted(await rig.Target.SendAsync(rig.RowsOfInterest(1, 20), Cancellation), [3, 17]);

        Assert.Equal(Positions(1, 20).Except([3L, 17]), await rig.Delivered());
    }

    [Fact]
    public async Task Rows_of_no_interest_count_as_accepted()
    {
        await using var rig = await CreateRig();
        Assert.SkipUnless(rig.RowOfNoInterest(1) is not null, "This target sends everything on.");

        Accepted(await rig.Target.SendAsync([rig.RowOfNoInterest(1)!.Value], Cancellation), []);

        Assert.Empty(await rig.Delivered());
    }

    [Fact]
    public async Task A_busy_receiver_means_keep_and_the_same_rows_go_through_later()
    {
        await using var rig = await CreateRig();
        rig.Behave(ReceiverMood.Busy);

        var keep = Assert.IsType<ForwardResult.Keep>(await rig.Target.SendAsync(rig.RowsOfInterest(1, 5), Cancellation));
        Assert.NotEmpty(keep.Reason);
        rig.Behave(ReceiverMood.Taking);
        await UntilAccepted(rig, rig.RowsOfInterest(1, 5));

        Assert.Equal(Positions(1, 5), await rig.Delivered());
    }

    [Fact]
    public async Task A_receiver_that_is_gone_means_keep_and_no_exception()
    {
        await using var rig = await CreateRig();
        await rig.GoAway();

        Assert.IsType<ForwardResult.Keep>(await rig.Target.SendAsync(rig.RowsOfInterest(1, 5), Cancellation));
    }

    [Fact]
    public async Task A_slow_receiver_is_waited_for()
    {
        await using var rig = await CreateRig();
        rig.Behave(ReceiverMood.Slow);

        Accepted(await rig.Target.SendAsync(rig.RowsOfInterest(1, 5), Cancellation), []);

        Assert.Equal(Positions(1, 5), await rig.Delivered());
    }

    [Fact]
    public async Task Cancelling_ends_a_send_that_hangs_without_claiming_success()
    {
        await using var rig = await CreateRig();
        rig.Behave(ReceiverMood.Silent);
        using var cancel = new CancellationTokenSource();
        var sending = rig.Target.SendAsync(rig.RowsOfInterest(1, 5), cancel.Token);

        cancel.CancelAfter(TimeSpan.FromMilliseconds(300));

        try
        {
            Assert.IsType<ForwardResult.Keep>(await sending.WaitAsync(TimeSpan.FromSeconds(5), Cancellation));
        }
        catch (OperationCanceledException)
        {
            // As good: the forwarder that cancelled asks for no answer.
        }
    }

    [Fact]
    public async Task The_name_is_stable_and_fits_a_key()
    {
        await using var one = await CreateRig();
        await using var other = await CreateRig();

        Assert.Matches("^[a-z0-9-]{1,40}$", one.Target.Name);
        Assert.Equal(one.Target.Name, other.Target.Name);
    }

    private static IEnumerable<long> Positions(long first, int count) => Enumerable.Range(0, count).Select(i => first + i);

    private static void Accepted(ForwardResult result, long[] rejected)
    {
        Assert.True(result is ForwardResult.Accepted, $"It was kept: {(result as ForwardResult.Keep)?.Reason}");
        var accepted = (ForwardResult.Accepted)result;
        Assert.Equal(rejected, accepted.Rejected.Select(row => row.Seq));
        Assert.All(accepted.Rejected, row => Assert.InRange(row.Reason.Length, 1, 500));
    }

    private static async Task UntilAccepted(IForwardTargetRig rig, IReadOnlyList<JournalRow> rows)
    {
        for (var attempt = 0; attempt < 50; attempt++)
        {
            if (await rig.Target.SendAsync(rows, Cancellation) is ForwardResult.Accepted) return;
            await Task.Delay(100, Cancellation);
        }

        Assert.Fail("The receiver takes rows again, and the target still keeps them.");
    }
}
