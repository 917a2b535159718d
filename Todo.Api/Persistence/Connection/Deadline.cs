using Microsoft.Extensions.ObjectPool;

namespace Todo.Api.Persistence.Connection;

/// <summary>
/// A token that is cancelled when its caller gives up or a time is over. Made to be used again: a timer and a linked token source of its own
/// for every statement would cost a tenth of a request.
/// </summary>
internal sealed class Deadline : IResettable, IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private CancellationTokenRegistration _caller;
    private long _due;
    private bool _isRunning;
    private bool _isOver;

    public Deadline() => _timer = new Timer(static deadline => ((Deadline)deadline!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    internal CancellationToken Start(TimeSpan time, CancellationToken caller)
    {
        lock (_gate)
        {
            _due = Environment.TickCount64 + (long)time.TotalMilliseconds;
            _isRunning = true;
        }

        _timer.Change(time, Timeout.InfiniteTimeSpan);
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        return _source.Token;
    }

    /// <summary>Stops it. One that was cancelled, or is just being, is not used again.</summary>
    public bool TryReset()
    {
        var isUntouched = _caller == default || _caller.Unregister();
        _caller = default;
        lock (_gate)
        {
            _isRunning = false;
            isUntouched &= !_isOver && !_source.IsCancellationRequested;
        }

        if (isUntouched)
        {
            return _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        Dispose();
        return false;
    }

    // Not the token source: it may be cancelling at this moment.
    public void Dispose() => _timer.Dispose();

    private void End()
    {
        lock (_gate)
        {
            // The timer of the time before may have fired just when that ended.
            if (!_isRunning || Environment.TickCount64 < _due)
            {
                return;
            }

            _isOver = true;
        }

        // Npgsql tells the server of a cancellation before it returns, and a frozen server lets it wait: not on a thread that requests need.
        new Thread(_source.Cancel) { IsBackground = true, Name = "database deadline" }.Start();
    }
}
