using HeartMonitor.Ble.Bus;

namespace HeartMonitor.Ble.Adapters;

/// <summary>
/// Discovery on one adapter: on while a strap is missing, filtered to low-energy devices with the heart-rate service, off again when all are
/// there. Whatever ends it (power, another program, a restart) it begins again.
/// </summary>
internal sealed class AdapterWatch(string path)
{
    private enum Stage
    {
        Off,
        Asking,
        On,
    }

    private Stage _stage;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private DateTimeOffset _onSince;
    private long _call;
    private int _failures;

    internal string Path => path;

    /// <summary>Name of the last error; null when discovery runs or is not wanted.</summary>
    internal string? Error { get; private set; }

    internal bool IsOn => _stage == Stage.On;

    /// <summary>Does what is to be done now.</summary>
    internal void Evaluate(bool isWanted, BluezScene scene)
    {
        if (!scene.IsUsable(path))
        {
            Reset(scene);
            return;
        }

        if (_stage == Stage.On && HasEnded(scene)) Again(scene);
        if (!isWanted && _stage == Stage.On) Stop(scene);
        if (isWanted && _stage == Stage.Off && scene.Now >= _notBefore) Begin(scene);
    }

    /// <summary>The adapter, or whoever ran it, is gone.</summary>
    internal void Reset(BluezScene scene)
    {
        scene.Calls.Abandon(_call, scene.Output);
        (_stage, _notBefore, _failures, Error) = (Stage.Off, DateTimeOffset.MinValue, 0, null);
    }

    /// <summary>BlueZ says "not discovering" although nobody told it to stop, some time after the start.</summary>
    private bool HasEnded(BluezScene scene) =>
        scene.Now - _onSince >= 3 * scene.Options.PollEvery && !scene.Tree.Get<bool>(path, BluezNames.Adapter, "Discovering");

    private void Begin(BluezScene scene)
    {
        _stage = Stage.Asking;
        _call = scene.Call(BluezCallKind.SetFilter, path, scene.Options.CallLimit, filtered =>
        {
            if (!filtered.IsFine) Fail(filtered.Error!, scene);
            else _call = scene.Call(BluezCallKind.StartDiscovery, path, scene.Options.CallLimit, started => Started(started, scene));
        });
    }

    /// <summary>"In progress" is the answer to a second start by the same client: it runs.</summary>
    private void Started(BluezReply reply, BluezScene scene)
    {
        if (!reply.IsFine && reply.Error != BluezNames.InProgress) Fail(reply.Error!, scene);
        else (_stage, _onSince, _failures, Error) = (Stage.On, scene.Now, 0, null);
    }

    private void Fail(string error, BluezScene scene)
    {
        (_stage, Error) = (Stage.Off, error);
        _notBefore = scene.Now + scene.Wait(++_failures);
    }

    private void Again(BluezScene scene) => (_stage, _notBefore) = (Stage.Off, scene.Now + scene.Wait(1));

    private void Stop(BluezScene scene)
    {
        _stage = Stage.Off;
        _call = scene.Call(BluezCallKind.StopDiscovery, path, scene.Options.CallLimit, _ => { });
    }
}
