using System.Collections.Concurrent;

namespace Todo.Api.Limits;

/// <summary>What a caller has left until the window ends, in seconds of the Unix epoch.</summary>
internal readonly record struct WindowState(bool IsRefused, long Left, long End);

/// <summary>Counts in this process. Our own, because the framework's limiters do not tell when a window ends.</summary>
internal sealed class LocalWindows : IDisposable
{
    private readonly ConcurrentDictionary<Caller, Window> _windows = new();
    private readonly ITimer _cleaning;

    public LocalWindows(TimeProvider clock)
    {
        var window = TimeSpan.FromSeconds(RateLimitPolicy.WindowSeconds);
        _cleaning = clock.CreateTimer(_ => RemoveOldWindows(clock.GetUtcNow().ToUnixTimeSeconds()), state: null, window, window);
    }

    public void Dispose() => _cleaning.Dispose();

    /// <summary>Counts so many requests, or none of them if fewer are left.</summary>
    internal WindowState Count(Caller caller, int requests, long now)
    {
        var isRefused = false;
        var window = _windows.AddOrUpdate(caller, _ => Count(NewWindow()), (_, window) => Count(now >= window.End ? NewWindow() : window));
        return new WindowState(isRefused, caller.Policy.Limit - window.Taken, window.End);

        Window NewWindow() => new(now + RateLimitPolicy.WindowSeconds, 0);

        Window Count(Window window)
        {
            isRefused = window.Taken + requests > caller.Policy.Limit;
            return isRefused ? window : window with { Taken = window.Taken + requests };
        }
    }

    private void RemoveOldWindows(long now)
    {
        foreach (var window in _windows.Where(window => now >= window.Value.End))
        {
            _windows.TryRemove(window);
        }
    }

    private readonly record struct Window(long End, int Taken);
}
