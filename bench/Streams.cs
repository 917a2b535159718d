using System.Diagnostics;
using System.Net.Http.Headers;

namespace Todo.Bench;

/// <summary>What open event streams cost an instance while nothing happens, and how long an event takes to arrive.</summary>
/// <param name="Open">Streams, each of a user of its own.</param>
/// <param name="Memory">What the instance takes more than before they were opened, resident bytes.</param>
/// <param name="StatementsPerSecond">Of the database, for all of them together; nothing where it does not count.</param>
/// <param name="Delay">The median from sending a write to the arrival of its event.</param>
internal sealed record Streams(int Open, long Memory, double? StatementsPerSecond, TimeSpan Delay)
{
    private const int Users = 1000;
    private const int Writes = 20;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    internal static async Task<Streams> MeasureAsync(ServerProcess api, string databaseName, ThrowawayPostgres postgres, Fixtures fixtures, CancellationToken ct)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue };
        using var client = new HttpClient(handler) { BaseAddress = api.Address, Timeout = Timeout.InfiniteTimeSpan };
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var before = ProcFs.Resident(api.Id);

        Progress.Say($"opening {Users} event streams");
        var users = File.ReadLines(fixtures.File).Skip(1).Take(Users).Select(line => line.Split('\t')).ToArray();
        var streams = new List<StreamReader>();
        foreach (var user in users)
        {
            using var request = Request(HttpMethod.Get, user, "events");
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            streams.Add(new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(ct)));
        }

        await Task.Delay(Rest / 4, ct);
        var statements = await postgres.StatementsAsync(databaseName, ct);
        await Task.Delay(Rest, ct);
        var perSecond = (await postgres.StatementsAsync(databaseName, ct) - statements) / Rest.TotalSeconds;
        var memory = ProcFs.Resident(api.Id) - before;

        var delays = new List<double>();
        for (var write = 0; write < Writes; write++)
        {
            // Not in step with the instance's look into the database.
            await Task.Delay(Random.Shared.Next(1000), ct);
            var start = Stopwatch.GetTimestamp();
            using var request = Request(HttpMethod.Post, users[write], "tasks");
            request.Content = JsonContent.Create(new { title = "Seen at once" });
            using var response = await client.SendAsync(request, ct);
            response.EnsureSuccessStatusCode();
            while (await streams[write].ReadLineAsync(ct) is not ['d', 'a', 't', 'a', ':', ..])
            {
                // Comments that keep the connection open, and the lines before the data.
            }

            delays.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        streams.ForEach(stream => stream.Dispose());
        return new Streams(Users, memory, perSecond, TimeSpan.FromMilliseconds(Statistics.Median(delays)));
    }

    private static HttpRequestMessage Request(HttpMethod method, string[] user, string address) => new(method, $"/api/{user[0]}/{address}")
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", user[1]) },
    };
}
