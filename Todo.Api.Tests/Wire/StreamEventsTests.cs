using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Todo.Api.Limits;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Wire;

/// <summary>Events as they happen, which only a connection that stays open shows.</summary>
public sealed class StreamEventsTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_change_arrives_with_the_task_as_it_was_after_it()
    {
        var ada = api.Instance.NewUser();
        await ada.CreateIdAsync("before");
        await using var stream = await EventStream.OpenAsync(ada.Client);

        var created = await ada.CreateAsync(new { title = "Buy milk", due_date = "2026-12-01" });
        var id = created.Id();
        using var updated = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", """{"title":"Buy oat milk"}""");
        using var completed = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");
        using var reopened = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");
        using var deleted = await ada.SendAsync(HttpMethod.Delete, $"tasks/{id}");
        await api.ExecuteAsync($"UPDATE tasks SET deleted_at = NULL WHERE id = {id}");
        var events = await stream.TakeAsync(6);

        Assert.Equal(["task.created", "task.updated", "task.completed", "task.reopened", "task.deleted", "task.restored"], events.Select(e => e.Type));
        Assert.All(events, e =>
        {
            Assert.Equal(["type", "task_id", "at", "task"], e.Data.EnumerateObject().Select(member => member.Name));
            Assert.Equal((e.Type, id), (e.Data.Text("type"), e.TaskId));
            e.Data.Instant("at");
        });
        Assert.Equal(created.GetRawText(), events[0].Data.GetProperty("task").GetRawText());
        Assert.Equal((await updated.JsonAsync()).GetRawText(), events[1].Data.GetProperty("task").GetRawText());
        Assert.True(events[4].Data.GetProperty("task").TryGetProperty("deleted_at", out _));
        Assert.Equal((await ada.GetAsync(id)).GetRawText(), events[5].Data.GetProperty("task").GetRawText());
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no-cache", stream.Response.Headers.CacheControl!.ToString());
        Assert.Equal("nosniff", Assert.Single(stream.Response.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task A_purge_has_no_task()
    {
        var ada = api.Instance.NewUser();
        var id = await ada.CreateIdAsync();
        await using var stream = await EventStream.OpenAsync(ada.Client);

        await api.ExecuteAsync($"DELETE FROM tasks WHERE id = {id}");

        var purged = (await stream.NextAsync())!;
        Assert.Equal(("task.purged", id), (purged.Type, purged.TaskId));
        Assert.True(purged.Data.IsNull("task"));
    }

    [Fact]
    public async Task Another_instance_tells_the_same_and_nothing_of_others()
    {
        var connection = await api.Databases.CreateAsync();
        await using var one = await TodoApi.StartAsync(connection);
        await using var other = await TodoApi.StartAsync(connection);
        var (ada, bob) = (one.NewUser("ada"), one.NewUser("bob"));
        await using var first = await EventStream.OpenAsync(other.NewUser("ada").Client);
        await using var second = await EventStream.OpenAsync(other.NewUser("ada").Client);

        await bob.CreateIdAsync();
        var id = await ada.CreateIdAsync();

        Assert.Equal(id, (await first.NextAsync())!.TaskId);
        Assert.Equal(id, (await second.NextAsync())!.TaskId);
    }

    [Fact]
    public async Task A_token_of_the_changes_and_the_id_of_an_event_go_on_from_there()
    {
        var ada = api.Instance.NewUser();
        using var changes = await ada.Client.GetAsync("changes", Ct);
        var token = (await changes.JsonAsync()).Text("next");
        var ids = new[] { await ada.CreateIdAsync(), await ada.CreateIdAsync(), await ada.CreateIdAsync() };

        await using var since = await EventStream.OpenAsync(ada.Client, query: $"?since={token}");
        var events = await since.TakeAsync(3);
        Assert.Equal(ids, events.Select(e => e.TaskId));

        // The header is newer than what stands in the address.
        await using var header = await EventStream.OpenAsync(ada.Client, events[1].Id, $"?since={token}");
        Assert.Equal(ids[2], (await header.NextAsync())!.TaskId);
        using var more = await ada.Client.GetAsync($"changes?since={events[0].Id}", Ct);
        Assert.Equal(ids[1..], (await more.JsonAsync()).GetProperty("changed").EnumerateArray().Select(task => task.Id()));
    }

    [Fact]
    public async Task Cut_connections_go_on_without_a_gap_or_repetition()
    {
        const int cuts = 20;
        var connection = await api.Databases.CreateAsync();
        await using var one = await TodoApi.StartAsync(connection);
        await using var other = await TodoApi.StartAsync(connection);
        var ada = one.NewUser();
        await ada.CreateIdAsync();
        await using var database = NpgsqlDataSource.Create(connection);
        using var changes = await ada.Client.GetAsync("changes", Ct);
        var lastId = (await changes.JsonAsync()).Text("next")!;

        using var enough = new CancellationTokenSource();
        var writing = Task.WhenAll(
            Task.Run(async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    await ada.CreateIdAsync();
                }
            }, Ct),
            Task.Run(async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    // Three in a transaction, which the poller may meet half done.
                    await using var toggles = database.CreateCommand("UPDATE tasks SET completed = NOT completed WHERE id = ANY(ARRAY(SELECT id FROM tasks WHERE user_id = $1 ORDER BY id LIMIT 3 FOR UPDATE))");
                    toggles.Parameters.AddWithValue(ada.Id);
                    await toggles.ExecuteNonQueryAsync(Ct);
                }
            }, Ct));

        var random = new Random(1);
        var versions = new List<string>();
        for (var i = 0; i < cuts; i++)
        {
            await FollowAsync(random.Next(1, 60));
        }

        await enough.CancelAsync();
        await writing;
        var logged = await LoggedAsync();
        await FollowAsync(logged.Count - versions.Count);

        Assert.Equal(logged, versions);

        async Task FollowAsync(int count)
        {
            var instance = random.Next(2) == 0 ? one : other;
            await using var stream = await EventStream.OpenAsync(instance.NewUser(ada.Id).Client, lastId);
            foreach (var next in await stream.TakeAsync(count))
            {
                lastId = next.Id;
                versions.Add($"{next.TaskId} {next.Data.GetProperty("task").Version()}");
            }
        }

        async Task<List<string>> LoggedAsync()
        {
            await using var command = database.CreateCommand("SELECT task_id || ' ' || (after ->> 'version') FROM task_changes WHERE user_id = $1 ORDER BY id OFFSET 1");
            command.Parameters.AddWithValue(ada.Id);
            await using var rows = await command.ExecuteReaderAsync(Ct);
            var all = new List<string>();
            while (await rows.ReadAsync(Ct))
            {
                all.Add(rows.GetString(0));
            }

            return all;
        }
    }

    [Fact]
    public async Task A_connection_that_is_cut_before_the_first_event_can_go_on_too()
    {
        var ada = api.Instance.NewUser();
        await ada.CreateIdAsync();
        using var response = await ada.Client.GetAsync("events", HttpCompletionOption.ResponseHeadersRead, Ct);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
        var first = await lines.ReadLineAsync(Ct);
        response.Dispose();
        var id = await ada.CreateIdAsync();

        Assert.StartsWith("id: ", first, StringComparison.Ordinal);
        await using var stream = await EventStream.OpenAsync(ada.Client, first![4..]);
        Assert.Equal(id, (await stream.NextAsync())!.TaskId);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_comment_every_20_seconds_keeps_the_connection_open()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateAsync(), clock);
        var ada = instance.NewUser();
        using var response = await ada.Client.GetAsync("events", HttpCompletionOption.ResponseHeadersRead, Ct);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(Ct));
        Assert.StartsWith("id: ", await lines.ReadLineAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("", await lines.ReadLineAsync(Ct));

        // Not before: what comes first after 5 seconds is a change.
        clock.Advance(TimeSpan.FromSeconds(5));
        await ada.CreateIdAsync();
        Assert.StartsWith("event: ", await lines.ReadLineAsync(Ct), StringComparison.Ordinal);
        while (await lines.ReadLineAsync(Ct) is not "")
        {
            // The rest of that event.
        }

        clock.Advance(TimeSpan.FromSeconds(20));
        Assert.StartsWith(":", await lines.ReadLineAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_in_problem_documents()
    {
        var (ada, bob) = (api.Instance.NewUser(), api.Instance.NewUser());
        await bob.CreateIdAsync();
        using var changes = await bob.Client.GetAsync("changes", Ct);
        var ofBob = (await changes.JsonAsync()).Text("next")!;

        await AssertAsync(HttpStatusCode.Gone, "SYNC_TOKEN_EXPIRED", $"events?since={ofBob}");
        await AssertAsync(HttpStatusCode.Gone, "SYNC_TOKEN_EXPIRED", "events", ofBob);
        await AssertAsync(HttpStatusCode.Forbidden, "FORBIDDEN", "/api/somebody/events");
        foreach (var (address, header) in new[] { ("events?since=abc", null), ("events", "abc"), ($"events?since={ofBob}", "abc") })
        {
            var problem = await AssertAsync(HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR", address, header);
            Assert.Equal(["since"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        }

        async Task<JsonElement> AssertAsync(HttpStatusCode status, string code, string address, string? lastEventId = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
            using var response = await ada.Client.SendAsync(request, Ct);
            return await response.AssertProblemAsync(status, code);
        }
    }

    [Fact]
    public async Task HEAD_has_the_headers_alone()
    {
        var ada = api.Instance.NewUser();

        using var head = await ada.SendAsync(HttpMethod.Head, "events");

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal("text/event-stream", head.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_stream_ends_when_its_token_has_run_out_and_the_clocks_may_differ()
    {
        var ada = api.Instance.NewUser();
        using var client = api.NewClient(Tokens.Sign(new { sub = ada.Id, exp = DateTimeOffset.UtcNow.AddSeconds(-27).ToUnixTimeSeconds() }));
        client.BaseAddress = ada.Client.BaseAddress;
        await using var stream = await EventStream.OpenAsync(client);
        await ada.CreateIdAsync();

        Assert.NotNull(await stream.NextAsync());
        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task Other_origins_of_the_front_end_may_listen()
    {
        var ada = api.Instance.NewUser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "events") { Headers = { { "Origin", "http://localhost:3000" } } };

        using var response = await ada.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Ct);

        Assert.Equal("http://localhost:3000", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
    }

    [Fact]
    public async Task SIGTERM_ends_streams_at_once()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("There is no SIGTERM on Windows.");
        }

        var (process, client) = await TodoProcess.ServeAsync([("DATABASE_URL", await api.Databases.CreateAsync()), ("BETTER_AUTH_SECRET", TodoApi.Secret)]);
        await using var _ = process;
        using var ada = new HttpClient { BaseAddress = new Uri(client.BaseAddress!, "/api/"), DefaultRequestHeaders = { Authorization = new("Bearer", Tokens.For("ada")) } };
        await using var stream = await EventStream.OpenAsync(ada);

        process.Terminate();

        // To its proper end: a connection that is cut would be an exception here.
        Assert.Null(await stream.NextAsync());
        Assert.Equal(0, await process.ExitAsync());
        Assert.Equal("", process.Errors);
        Assert.DoesNotContain("fail:", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_do_not_use_up_what_there_is_for_requests()
    {
        var streams = new List<EventStream>();
        try
        {
            var ada = api.Instance.NewUser();
            for (var i = 0; i < LimitsSetup.MaxConcurrentRequests + 20; i++)
            {
                streams.Add(await EventStream.OpenAsync(ada.Client));
            }

            var id = await ada.CreateIdAsync();
            foreach (var stream in streams)
            {
                Assert.Equal(id, (await stream.NextAsync())!.TaskId);
            }
        }
        finally
        {
            foreach (var stream in streams)
            {
                await stream.DisposeAsync();
            }
        }
    }
}
