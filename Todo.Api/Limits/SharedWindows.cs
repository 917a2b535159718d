using System.Threading.RateLimiting;
using RedisRateLimiting;
using StackExchange.Redis;

namespace Todo.Api.Limits;

/// <summary>
/// Counts in Redis, for all instances together. Once Redis is away no request asks it any more: this looks every second whether it is back (docs/adr/0013).
/// </summary>
internal sealed partial class SharedWindows : BackgroundService
{
    /// <summary>What those requests wait that are under way when Redis freezes. Less would take a busy instance's own pauses for an outage.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Counted for nothing, to see that Redis does what is asked of it; a user name in a server's ACL may lack the right to.</summary>
    private static readonly Caller Probe = new(new RateLimitPolicy("probe", 1), null, null);

    private readonly ConfigurationOptions _settings;
    private readonly ILogger<SharedWindows> _log;
    private readonly PartitionedRateLimiter<Caller> _limiter;
    private ConnectionMultiplexer? _redis;
    private bool _isAway = true;

    public SharedWindows(RateLimitSettings settings, ILogger<SharedWindows> log)
    {
        (_settings, _log) = (settings.Redis!, log);
        _limiter = PartitionedRateLimiter.Create<Caller, Caller>(caller => RedisRateLimitPartition.GetFixedWindowRateLimiter(caller, _ => new RedisFixedWindowRateLimiterOptions
        {
            PermitLimit = caller.Policy.Limit,

            // It takes the second in which a window ends for a part of the window.
            Window = TimeSpan.FromSeconds(RateLimitPolicy.WindowSeconds - 1),
            ConnectionMultiplexerFactory = () => _redis!,
        }));
    }

    /// <summary>Connects before the first request comes, and starts without Redis if it has to.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _redis = await ConnectionMultiplexer.ConnectAsync(_settings);
        Volatile.Write(ref _isAway, false);
        await AskAsync(Probe, requests: 0);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        _limiter.Dispose();
        _redis?.Dispose();
    }

    /// <summary>Counts so many requests, or none of them if fewer are left; nothing while Redis is away.</summary>
    internal ValueTask<WindowState?> CountAsync(Caller caller, int requests) => Volatile.Read(ref _isAway) ? default : AskAsync(caller, requests);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Volatile.Read(ref _isAway) && await AskAsync(Probe, requests: 0) is not null)
            {
                Volatile.Write(ref _isAway, false);
                LogBack();
            }
        }
    }

    private async ValueTask<WindowState?> AskAsync(Caller caller, int requests)
    {
        // The library throws where more is asked for than there can ever be.
        var isTooMany = requests > caller.Policy.Limit;
        try
        {
            using var lease = await _limiter.AcquireAsync(caller, isTooMany ? 0 : requests).AsTask().WaitAsync(Patience);
            lease.TryGetMetadata(RateLimitMetadataName.Remaining, out var left);
            lease.TryGetMetadata(RateLimitMetadataName.Reset, out var lastSecond);
            return new WindowState(isTooMany || !lease.IsAcquired, left, lastSecond + 1);
        }
        catch (Exception e) when (e is RedisException or RedisCommandException or TimeoutException)
        {
            if (!Interlocked.Exchange(ref _isAway, true))
            {
                LogAway(e.GetBaseException().Message);
            }

            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away, and until it is back this instance counts rate limits alone: {Reason}")]
    private partial void LogAway(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back, and rate limits are shared again")]
    private partial void LogBack();
}
