namespace Todo.Api.Persistence;

/// <summary>The one place that tells the time.</summary>
internal static class Clock
{
    /// <summary>Now in UTC, cut to the microseconds that PostgreSQL keeps: a POST and a later GET agree to the digit.</summary>
    internal static DateTime Now(this TimeProvider clock) => clock.GetUtcNow().UtcDateTime.ToMicroseconds();

    internal static DateTime ToMicroseconds(this DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
