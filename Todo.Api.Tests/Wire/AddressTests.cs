using System.Net;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Wire;

/// <summary>Requests byte by byte: whatever is sent, it is never a fault of the server, and it is told in the form that every error has.</summary>
public sealed class AddressTests(TodoApi api)
{
    private static readonly string Long = new('a', 6000);

    public static TheoryData<string> Targets =>
    [
        "/api/", "/api//", "/api//tasks", "/api/{0}//", "/api/{0}//tasks", "/api/{0}/tasks//", "/api/{0}/tasks//1", "//api/{0}/tasks", "/api/{0}/tasks/1//complete",
        "/api/../api/{0}/tasks", "/api/{0}/./tasks", "/api/{0}/../{0}/tasks", "/api/{0}/tasks/../../x", "/api/%2e%2e/tasks", "/api/%2e/tasks", "/api/{0}/tasks/%2e%2e", "/../../etc/passwd", "/..%2f..%2fetc/passwd",
        "/api/{0}%2Ftasks", "/api%2F{0}/tasks", "/api/{0}/tasks%2F1", "/api/{0}/tasks/1%2Fcomplete", "/api/{0}/tasks%20", "/api/{0}/%74asks", "/API/{0}/TASKS", "/api/{0}/tasks;v=1", "/api/{0}/tasks.json", "/api/{0}/tasks/1.json",
        "/api/%FF/tasks", "/api/%ED%A0%80/tasks", "/api/%C3%28/tasks", "/api/%F4%90%80%80/tasks", "/api/{0}/tasks/%FF", "/api/{0}/tasks/%C0%80", "/api/{0}/tasks/%u0031", "/api/%/tasks", "/api/%2/tasks", "/api/%zz/tasks", "/api/{0}/tasks/%", "/api/{0}/tasks/%zz",
        "/api/%01/tasks", "/api/%0A/tasks", "/api/%0D%0ASet-Cookie:x/tasks", "/api/%7F/tasks", "/api/{0}/tasks/%0A", "/api/{0}/tasks/-0", "/api/{0}/tasks/+1", "/api/{0}/tasks/007", "/api/{0}/tasks/٣", "/api/" + Long + "/tasks", "/api/{0}/tasks/" + Long,
        "/api/{0}/tasks?", "/api/{0}/tasks??", "/api/{0}/tasks?&", "/api/{0}/tasks?&&&", "/api/{0}/tasks?=", "/api/{0}/tasks?=1", "/api/{0}/tasks?%", "/api/{0}/tasks?%=%", "/api/{0}/tasks?%00=1", "/api/{0}/tasks?a%00b=1", "/api/{0}/tasks?limit", "/api/{0}/tasks?limit=%", "/api/{0}/tasks?limit=%zz",
        "/api/{0}/tasks?search=%", "/api/{0}/tasks?search=%zz", "/api/{0}/tasks?search=%FF", "/api/{0}/tasks?search=%C3", "/api/{0}/tasks?search=%ED%A0%80", "/api/{0}/tasks?search=%EF%BF%BF", "/api/{0}/tasks?search=%F4%90%80%80", "/api/{0}/tasks?search=%0A", "/api/{0}/tasks?search=%09", "/api/{0}/tasks?search=+", "/api/{0}/tasks?search=%E2%80%8B", "/api/{0}/tasks?search=%5C",
        "/api/{0}/tasks?search=a?b", "/api/{0}/tasks?search=a#b", "/api/{0}/tasks?search[]=a", "/api/{0}/tasks?search[a]=b", "/api/{0}/tasks?search=" + Long, "/api/{0}/tasks?" + Long + "=1", "/api/{0}/tasks?cursor=" + Long, "/api/{0}/tasks?priority=" + Long, "/api/{0}/tasks?Status=completed", "/api/{0}/tasks?LIMIT=1",
        "/api/{0}/tasks?priority=low,low,low", "/api/{0}/tasks?priority=,low", "/api/{0}/tasks?priority=%00", "/api/{0}/tasks?status=%00", "/api/{0}/tasks?sort=%00", "/api/{0}/tasks?sort=title;drop", "/api/{0}/tasks?due_date_from=%00", "/api/{0}/tasks?due_date_from=2026-12-01%00", "/api/{0}/tasks?due_date_from=9999-12-31T23:59:59.9999999Z",
        "/api/{0}/tasks?due_date_to=9999-12-31T23:59:59.9999999Z", "/api/{0}/tasks?due_date_to=9999-12-31T23:59:59.9999999", "/api/{0}/tasks?due_date_from=9999-12-31&due_date_to=0001-01-01", "/api/{0}/tasks?due_date_from=2026-12-02&due_date_to=2026-12-01", "/api/{0}/tasks?due_date_to=infinity", "/api/{0}/tasks?page=1%00", "/api/{0}/tasks?page=9223372036854775807&limit=1", "/api/{0}/tasks?page=+1", "/api/{0}/tasks?user_id=%00", "/api/{0}/tasks?user_id=",
        "/api/{0}/tasks?cursor=.", "/api/{0}/tasks?cursor=..", "/api/{0}/tasks?cursor=%3D%3D", "/api/{0}/tasks?cursor=%2B%2F", "/api/{0}/tasks?cursor=%FF", "/api/{0}/tasks?cursor=Li4", "/api/{0}/tasks?cursor=LjEu", "/api/{0}/tasks?cursor=LjEuMQ", "/api/{0}/tasks?cursor=gICA", "/api/{0}/tasks?cursor=eyJzIjoidGl0bGUiLCJrIjpudWxsLCJpIjotMX0",
        "/nothing/%FF", "/nothing?%FF", "/" + Long, "/health/live?x=%FF", "/health/../api/{0}/tasks", "http://example.com/api/{0}/tasks",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Targets))]
    public async Task No_address_is_the_fault_of_the_server(string target)
    {
        var ada = api.NewUser();
        var address = target.Replace("{0}", ada.Id, StringComparison.Ordinal);

        foreach (var method in (string[])["GET", "DELETE", "BREW"])
        {
            using var signedIn = await api.Instance.SendRawAsync($"{method} {address} HTTP/1.1\nAuthorization: Bearer {Tokens.For(ada.Id)}");
            using var anonymous = await api.Instance.SendRawAsync($"{method} {address} HTTP/1.1");

            await AssertHandledOrNoHttpAsync(signedIn);
            await AssertHandledOrNoHttpAsync(anonymous);
        }
    }

    [Theory]
    [InlineData("GET /api/ada/tasks/%00 HTTP/1.1")]
    [InlineData("GET /api/%00/tasks HTTP/1.1")]
    [InlineData("GET /api/a%00b/tasks HTTP/1.1")]
    [InlineData("GET /\u0001 HTTP/1.1")]
    [InlineData("GET api/ada/tasks HTTP/1.1")]
    [InlineData("GET /api/\u00ff/tasks HTTP/1.1")]
    [InlineData("GET / HTTP/1.1\nContent-Length: -1")]
    [InlineData("GET / HTTP/1.1\nContent-Length: abc")]
    [InlineData("GET / HTTP/1.1\nTransfer-Encoding: nonsense")]
    [InlineData("GET / HTTP/1.1\nno colon")]
    [InlineData("GET * HTTP/1.1")]
    [InlineData("GET / HTTP/9.9")]
    [InlineData("nonsense")]
    public async Task What_is_no_http_is_not_the_fault_of_the_server(string head)
    {
        using var response = await api.Instance.SendRawAsync(head);

        Assert.True((int)response.StatusCode is >= 400 and < 500 or 505, $"{(int)response.StatusCode}");
    }

    [Fact]
    public async Task A_request_line_longer_than_the_server_reads_is_not_its_fault()
    {
        using var response = await api.Instance.SendRawAsync($"GET /api/ada/tasks?search={new string('a', 20_000)} HTTP/1.1");

        Assert.InRange((int)response.StatusCode, 400, 499);
    }

    [Theory]
    [InlineData("tasks")]
    [InlineData("tasks/0")]
    [InlineData("tasks/1/complete")]
    [InlineData("nothing")]
    [InlineData("tasks?limit=0")]
    [InlineData("/nothing")]
    public async Task Head_never_has_a_body(string path)
    {
        using var response = await api.Instance.NewUser().SendAsync(HttpMethod.Head, path);

        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Ct));
        Assert.True((int)response.StatusCode < 500);
        Assert.NotEmpty(response.Headers.GetValues("X-Request-Id").Single());
        Assert.True(response.StatusCode != HttpStatusCode.MethodNotAllowed || response.Content.Headers.Allow.Count > 0);
    }

    [Fact]
    public async Task Options_for_everything_are_handled()
    {
        using var response = await api.Instance.SendRawAsync("OPTIONS * HTTP/1.1");

        Assert.True((int)response.StatusCode < 500);
    }

    [Fact]
    public async Task Two_ids_are_none()
    {
        using var response = await api.Instance.SendRawAsync("GET /nothing HTTP/1.1\nX-Request-Id: one\nX-Request-Id: two");

        Assert.DoesNotContain(response.Headers.GetValues("X-Request-Id").Single(), (string[])["one", "two", "one,two", "one, two"]);
    }

    [Fact]
    public async Task Ids_beyond_ascii_are_not_repeated()
    {
        using var response = await api.Instance.SendRawAsync("GET /nothing HTTP/1.1\nX-Request-Id: \u00c3\u00a9");

        Assert.InRange((int)response.StatusCode, 400, 404);
        Assert.DoesNotContain("é", response.Headers.TryGetValues("X-Request-Id", out var ids) ? string.Concat(ids) : "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/api/ada/tasks")]
    [InlineData("/nowhere")]
    public async Task No_answer_names_the_server(string path)
    {
        using var client = api.NewClient();

        using var response = await client.GetAsync(path, Ct);

        Assert.False(response.Headers.Contains("Server"));
    }

    /// <summary>A problem document, unless the server could not even read the request line: that never reaches the API, and is a bare 400.</summary>
    private static async Task AssertHandledOrNoHttpAsync(HttpResponseMessage response)
    {
        if ((int)response.StatusCode == 400 && response.Content.Headers.ContentLength == 0)
        {
            Assert.False(response.Headers.Contains("X-Request-Id"));
            return;
        }

        await response.AssertHandledAsync();
    }
}
