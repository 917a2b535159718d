using StackExchange.Redis;
using Todo.Api.Settings;

namespace Todo.Api.Limits;

/// <summary>How many requests a user, or an address where no user is known, may send in a minute.</summary>
/// <param name="PerMinute">Everywhere; 0 for any number.</param>
/// <param name="AuthPerMinute">Below <c>/api/auth</c>; 0 for any number.</param>
/// <param name="Redis">Where all instances count together; each counts alone without.</param>
internal sealed record RateLimitSettings(int PerMinute, int AuthPerMinute, ConfigurationOptions? Redis)
{
    private const int Max = 1_000_000;

    internal static RateLimitSettings From(AppSettings settings) => new(
        settings.Number("RATE_LIMIT_PER_MINUTE", otherwise: 600, min: 0, Max),
        settings.Number("AUTH_RATE_LIMIT_PER_MINUTE", otherwise: 20, min: 0, Max),
        RedisUrl.From(settings));
}
