namespace HeartMonitor.Mqtt.Board;

/// <summary>A message about a state, before it is put in an envelope.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Id">The same content sent again has the same id.</param>
/// <param name="Time">When it came to be.</param>
/// <param name="ExpiresAt">After this, nobody should show it.</param>
/// <param name="Subject">Session id.</param>
/// <param name="Data"><c>AlertData</c>, <c>PromptData</c> or <c>SessionData</c>.</param>
internal sealed record StateMessage(string Topic, string Id, DateTimeOffset Time, DateTimeOffset ExpiresAt, string Subject, object Data);
