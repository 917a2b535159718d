namespace Todo.Api.Persistence.Connection;

/// <summary>
/// Cancels a statement when its time is over or its caller gives up. It is used again and again: a timer and a linked token source of its own
/// for every statement would cost a tenth of a request.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private readonly long _milliseconds;
    private readonly Timer _timer;
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _caller;
    private long _due;

    internal Deadline(TimeSpan time)
    {
        _milliseconds = (long)time.TotalMilliseconds;
        _timer = new Timer(static deadline => ((Deadline)deadline!).EndIfDue(), this, Timeout.Infinite, Timeout.Infinite);
    }

    public void Dispose() => _timer.Dispose();

    internal CancellationToken Start(CancellationToken caller)
    {
        Volatile.Write(ref _due, Environment.TickCount64 + _milliseconds);
        _timer.Change(_milliseconds, Timeout.Infinite);
        var token = _source.Token;
        _caller = caller.UnsafeRegister(static deadline => ((Deadline)deadline!).End(), this);
        return token;
    }

    internal void Stop()
    {
        _caller.Dispose();
        _timer.Change(Timeout.Infinite, Timeout.Infinite);
    }

    // The timer of the statement before may come this late.
    private void EndIfDue()
    {
        if (Environment.TickCount64 >= Volatile.Read(ref _due))
        {
            End();
        }
    }

    // Npgsql connects once more to tell the server before Cancel returns, and a frozen server lets it wait: not on a thread that requests need.
    private void End()
    {
        var source = Interlocked.Exchange(ref _source, new CancellationTokenSource());
        Task.Factory.StartNew(source.Cancel, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
