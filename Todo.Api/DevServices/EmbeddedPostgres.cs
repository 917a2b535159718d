namespace Todo.Api.DevServices;

internal sealed class EmbeddedPostgres : IAsyncDisposable
{
    internal static Task<EmbeddedPostgres> StartAsync(string folder, Action<string> announce, CancellationToken ct) => Task.FromResult(new EmbeddedPostgres());
    [System.Diagnostics.CodeAnalysis.SuppressMessage("x","CA1822")] internal string ConnectionString => "Host=127.0.0.1;Port=5999;Username=postgres;Database=postgres";
    [System.Diagnostics.CodeAnalysis.SuppressMessage("x","CA1822")] internal int Port => 0;
    [System.Diagnostics.CodeAnalysis.SuppressMessage("x","CA1822")] internal string Version => "";
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
internal sealed class DevServicesException(string m) : Exception(m);
