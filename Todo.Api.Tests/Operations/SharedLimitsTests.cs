using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Todo.Api.Tests.Support;
using Todo.Api.Tests.Wire;

namespace Todo.Api.Tests.Operations;

/// <summary>What several instances with REDIS_URL do together, and what becomes of it when one of them or Redis goes away.</summary>
public sealed partial class SharedLimitsTests(TodoApi api, SharedLimitsInstances instances) : IClassFixture<SharedLimitsInstances>
{
    private const int Limit = SharedLimitsInstances.Limit;
    private const string Away = "Redis is away";
    private const string Back = "Redis is back";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_limit_holds_over_all_instances_exactly()
    {
        await instances.StartAsync();
        var ada = instances.NewUser();

        var delete = """{"op": "delete", "task_id": 1}""";
        using var batch = await ada.SendAsync(HttpMethod.Post, "batch", $$"""{"operations": [{{delete}}, {{delete}}, {{delete}}]}""");
        Assert.Equal((HttpStatusCode.OK, Limit - 3), (batch.StatusCode, Left(batch)));

        var answers = new ConcurrentBag<HttpResponseMessage>();
        await Parallel.ForAsync(0, Limit + 30, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (_, ct) => answers.Add(await ada.Client.GetAsync("tasks", ct)));

        // Each "left" is told once, whichever instances the requests came to.
        Assert.Equal(3, answers.Select(ServedBy).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, Limit - 3), answers.Where(answer => answer.StatusCode == HttpStatusCode.OK).Select(Left).Order());
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToArray();
        Assert.Equal(33, refused.Length);
        Assert.All(refused, answer => Assert.Equal(0, Left(answer)));
        Assert.All(refused, answer => Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60));
    }

    [Fact]
    public async Task So_does_the_stricter_one_of_accounts()
    {
        await instances.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, SharedLimitsInstances.AuthLimit + 10).Select(_ => instances.Client.GetAsync("/api/auth/me", Ct)));

        Assert.Equal(SharedLimitsInstances.AuthLimit, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
        Assert.Equal(10, answers.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_killed_instance_costs_what_it_had_in_hand_and_its_streams_go_on_at_another()
    {
        await instances.StartAsync();
        var users = Enumerable.Range(0, 6).Select(_ => instances.NewUser()).ToArray();
        var ada = users[0];
        await using var stream = await EventStream.OpenAsync(ada.Client);
        await ada.CreateIdAsync();
        var events = new List<Event>(await stream.TakeAsync(1));
        var victim = ServedBy(stream.Response);

        var isGone = false;
        using var underLoad = new CountdownEvent(30);
        var load = users.Select(WriteAsync).ToArray();
        await Task.Run(() => underLoad.Wait(Ct), Ct);
        await instances.KillAsync(victim);
        Volatile.Write(ref isGone, true);
        await ReadToTheCutAsync();
        await using var next = await EventStream.OpenAsync(ada.Client, events[^1].Id);
        await Task.WhenAll(load);
        var last = await ada.CreateIdAsync();
        while (events[^1].TaskId != last)
        {
            events.Add(await next.NextAsync() ?? throw new InvalidOperationException("The stream ended."));
        }

        Assert.Equal((await ada.ListAsync("?limit=100")).Select(task => task.Id()).Order(), events.Select(change => change.TaskId).Order());

        // Started again, it gets its share again.
        await instances.StartAgainAsync(victim);
        for (var servedBy = ""; servedBy != victim;)
        {
            using var response = await instances.Client.GetAsync("/health/live", Ct);
            servedBy = ServedBy(response);
        }

        // Some before it is gone, and ten from then on: those must be answered, by the others.
        async Task WriteAsync(WireUser user)
        {
            for (var left = 10; left > 0;)
            {
                var isBegunAfterwards = Volatile.Read(ref isGone);
                left -= isBegunAfterwards ? 1 : 0;
                Assert.True(await IsCreatedAsync(user) || !isBegunAfterwards);
                if (!underLoad.IsSet)
                {
                    underLoad.Signal();
                }
            }
        }

        async Task<bool> IsCreatedAsync(WireUser user)
        {
            try
            {
                using var response = await user.PostAsync("""{"title": "under load"}""");
                return response.StatusCode == HttpStatusCode.Created;
            }
            catch (HttpRequestException)
            {
                // On a connection that was used before, HAProxy has no answer for a request that was cut.
                return false;
            }
        }

        async Task ReadToTheCutAsync()
        {
            try
            {
                while (await stream.NextAsync() is { } change)
                {
                    events.Add(change);
                }
            }
            catch (IOException)
            {
                // So a client notices.
            }
        }
    }

    [Fact]
    public async Task Without_Redis_each_counts_alone_until_it_is_back_by_itself()
    {
        await instances.StartAsync();

        await GoesAndComesAsync(instances.Redis.FreezeAsync, instances.Redis.ResumeAsync);
        await GoesAndComesAsync(instances.Redis.KillAsync, instances.Redis.StartAsync);

        async Task GoesAndComesAsync(Func<Task> goes, Func<Task> comes)
        {
            var (away, back) = (Lines(Away), Lines(Back));
            await goes();
            var ada = instances.NewUser();
            for (var round = 1; round <= 3; round++)
            {
                Assert.All(await LeftAtEachAsync(ada), left => Assert.Equal(Limit - round, left));
            }

            await comes();
            while (Lines(Back).Sum() < back.Sum() + 3)
            {
                await Task.Delay(50, Ct);
            }

            Assert.Equal([1, 2, 3], (await LeftAtEachAsync(instances.NewUser())).Select(left => Limit - left));
            Assert.Equal(away.Select(count => count + 1), Lines(Away));
            Assert.Equal(back.Select(count => count + 1), Lines(Back));
            Assert.DoesNotContain(instances.Outputs, output => output.Contains(RedisServer.Password, StringComparison.Ordinal));
        }

        async Task<int[]> LeftAtEachAsync(WireUser user)
        {
            var left = new List<int>();
            foreach (var instance in instances.Addresses)
            {
                using var response = await user.Client.GetAsync(new Uri(instance, $"/api/{user.Id}/tasks"), Ct);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                left.Add(Left(response));
            }

            return [.. left];
        }

        int[] Lines(string text) => [.. instances.Outputs.Select(output => output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal)))];
    }

    [Fact]
    public async Task Starts_without_Redis_and_shares_once_it_is_there()
    {
        await using var redis = new RedisServer();
        var (process, client) = await TodoProcess.ServeAsync(
            [("DATABASE_URL", await api.Databases.CreateAsync()), ("BETTER_AUTH_SECRET", TodoApi.Secret), ("REDIS_URL", redis.Url)]);
        await using var _ = process;
        using var __ = client;
        Assert.Single(process.Output.Split('\n'), line => line.Contains(Away, StringComparison.Ordinal));

        await redis.StartAsync();
        while (!process.Output.Contains(Back, StringComparison.Ordinal))
        {
            await Task.Delay(50, Ct);
        }

        Assert.Single(process.Output.Split('\n'), line => line.Contains(Away, StringComparison.Ordinal));
        Assert.DoesNotContain(RedisServer.Password, process.Output, StringComparison.Ordinal);
    }

    private static string ServedBy(HttpResponseMessage answer) => answer.Headers.GetValues(HaProxy.ServedBy).Single();

    /// <summary>How many requests are left, as the headers of an answer tell.</summary>
    private static int Left(HttpResponseMessage answer)
    {
        Assert.Equal($"\"default\";q={Limit};w=60", answer.Headers.GetValues("RateLimit-Policy").Single());
        var state = StateHeader().Match(answer.Headers.GetValues("RateLimit").Single());
        Assert.True(state.Success);
        return int.Parse(state.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^\"default\";r=([0-9]+);t=([1-9]|[1-5][0-9]|60)$")]
    private static partial Regex StateHeader();
}
