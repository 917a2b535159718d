using System.Diagnostics;

namespace Todo.Api.Tests.Support;

/// <summary>
/// Fails every request that an <see cref="HttpClient"/> of this process would send to another machine: what is outside of the tests must be stubbed.
/// </summary>
internal sealed class OutgoingHttp : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly IDisposable _listeners;
    private IDisposable? _requests;

    internal OutgoingHttp() => _listeners = DiagnosticListener.AllListeners.Subscribe(this);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "HttpHandlerDiagnosticListener")
        {
            _requests = value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == "System.Net.Http.HttpRequestOut.Start"
            && value.Value?.GetType().GetProperty("Request")?.GetValue(value.Value) is HttpRequestMessage { RequestUri: { IsLoopback: false } address }
            && !address.Host.EndsWith(".invalid", StringComparison.Ordinal))
        {
            throw new HttpRequestException($"{address.Host} is not stubbed: tests send nothing to other machines; a name that cannot be found ends in .invalid.");
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        _requests?.Dispose();
        _listeners.Dispose();
    }
}
