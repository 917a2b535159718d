namespace Todo.Bench;

/// <summary>How fast a new instance is there, and what it takes while it is idle. Bytes of memory.</summary>
internal sealed record StartUp(TimeSpan Ready, long Resident, long Proportional)
{
    private const int Starts = 5;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>The median of some starts, against a database that is there already.</summary>
    internal static async Task<TimeSpan> TimeAsync(PublishedApi api, string database, string secret, CancellationToken ct)
    {
        var times = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            var (server, ready) = await api.StartAsync(database, secret, ct);
            await server.DisposeAsync();
            times.Add(ready.TotalMilliseconds);
        }

        return TimeSpan.FromMilliseconds(Statistics.Median(times));
    }

    /// <summary>Memory a while after a handful of requests, before any load.</summary>
    internal static async Task<StartUp> RestAsync(TimeSpan ready, ServerProcess server, CancellationToken ct)
    {
        await Task.Delay(Rest, ct);
        return new StartUp(ready, ProcFs.Resident(server.Id), ProcFs.Proportional(server.Id));
    }
}
