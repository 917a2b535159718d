using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Todo.Api.Tests.Support;

/// <summary>Counts what EF Core sends to the database for the requests of this test. What begins and ends a transaction is none of its commands.</summary>
internal sealed class SentCommands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly AsyncLocal<StrongBox<int>?> _count = new();
    private readonly List<IDisposable> _subscriptions = [];

    internal SentCommands() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    internal Func<int> Start()
    {
        var count = new StrongBox<int>();
        _count.Value = count;
        return () => count.Value;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(value.Subscribe(this, (name, _, _) => name == RelationalEventId.CommandExecuting.Name));
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (_count.Value is { } count)
        {
            count.Value++;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
}
