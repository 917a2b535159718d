namespace Todo.Api.DevServices;

internal sealed record EmbeddedPostgres(string ConnectionString, int Port, string Version) : IAsyncDisposable
{
    internal static Task<EmbeddedPostgres> StartAsync(string folder, Action<string> announce, CancellationToken ct) =>
        Task.FromResult(new EmbeddedPostgres("Host=127.0.0.1;Port=5999;Username=postgres;Database=postgres", 5999, "15"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

internal sealed class DevServicesException(string message) : Exception(message);
