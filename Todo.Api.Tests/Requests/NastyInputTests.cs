using System.Net;
using System.Text;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Errors;

/// <summary>Whatever is sent: never a fault of the server, and told in the form that every error has.</summary>
public sealed class NastyInputTests(TodoApi api)
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

    public static TheoryData<string> Bodies =>
    [
        """{"title":"\u0000"}""", """{"\u0000":1}""", """{"":1}""", """{"title":"x","":""}""", """{"title\u0000":"x"}""", """{"title":"x","__proto__":{"a":1}}""", """{"title":"x","constructor":1}""", """{"$type":"System.Object","title":"x"}""", """{"$id":"1","title":"x"}""", """{"$ref":"1"}""",
        """{"title":"\ufeff"}""", """{"title":"\u200b"}""", """{"title":"\u2028\u2029"}""", """{"title":"\u202e"}""", """{"title":"\uffff\ufffe"}""", """{"title":"x","description":"\uffff"}""", """{"title":"\u00ad"}""", """{"title":" \t "}""", """{"title":"\n"}""", """{"title":"\u0085"}""",
        """{"title":1e9999}""", """{"title":-0}""", """{"completed":1e9999,"title":"x"}""", """{"id":1e9999,"title":"x"}""", """{"id":123456789012345678901234567890,"title":"x"}""", """{"title":"x","due_date":1e9999}""", """{"title":"x","due_date":"9999-12-31T23:59:59.9999999-00:01"}""", """{"title":"x","due_date":"0001-01-01T00:00:00+23:59"}""",
        """{"title":"x","due_date":"2026-12-01T09:00:00+24:00"}""", """{"title":"x","due_date":"2026-12-01T09:00:00+15:00"}""", """{"title":"x","due_date":"2026-12-01T24:00:00Z"}""", """{"title":"x","due_date":"2016-12-31T23:59:60Z"}""", """{"title":"x","due_date":"2026-12-01 09:00:00"}""", """{"title":"x","due_date":"2026-12-01t09:00:00z"}""", """{"title":"x","due_date":" 2026-12-01 "}""", """{"title":"x","due_date":"\ud83e\udd84"}""",
        """{"title":"x","priority":"\u0000"}""", """{"title":"x","priority":"medium\u0000"}""", """{"title":"x","completed":"\u0000"}""", """[[[[[[[[[[""", """{"a":{"a":{"a":{"a":{"a":""", "\ufeff{\"title\":\"x\"}", "{\"title\":\"x\"}\u0000", "\u0000", "\u001f",
    ];

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
    [MemberData(nameof(Bodies))]
    public async Task No_body_is_the_fault_of_the_server(string body)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        foreach (var (method, path) in ((string, string)[])[("POST", "tasks"), ("PUT", $"tasks/{id}"), ("PATCH", $"tasks/{id}"), ("PATCH", $"tasks/{id}/complete")])
        {
            using var response = await ada.SendBytesAsync(new(method), path, Encoding.UTF8.GetBytes(body));
            await response.AssertHandledAsync();
        }

        // Whatever was taken can be read back.
        Assert.NotEmpty(await ada.ListAsync());
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

        Assert.True((int)response.StatusCode is >= 400 and < 500 or 505, $"{response.StatusCode}");
    }

    [Fact]
    public async Task A_request_line_longer_than_the_server_reads_is_not_its_fault()
    {
        using var response = await api.Instance.SendRawAsync($"GET /api/ada/tasks?search={new string('a', 20_000)} HTTP/1.1");

        Assert.InRange((int)response.StatusCode, 400, 499);
    }

    [Fact]
    public async Task A_body_with_broken_chunks_is_not_the_fault_of_the_server()
    {
        var ada = api.NewUser();

        using var response = await api.Instance.SendRawAsync(
            $"""
            POST /api/{ada.Id}/tasks HTTP/1.1
            Authorization: Bearer {Tokens.For(ada.Id)}
            Content-Type: application/json
            Transfer-Encoding: chunked
            """,
            "zz\r\n{\"title\":\"x\"}\r\n0\r\n\r\n"u8.ToArray());

        await response.AssertMalformedAsync();
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("image/png;q=0.5, */*;q=0")]
    [InlineData("nonsense")]
    public async Task Errors_are_problem_documents_whatever_is_accepted(string accept)
    {
        var ada = api.NewUser();
        var request = new HttpRequestMessage(HttpMethod.Get, "tasks?limit=0");
        request.Headers.TryAddWithoutValidation("Accept", accept);

        using var response = await ada.Client.SendAsync(request, TestContext.Current.CancellationToken);

        await response.AssertInvalidAsync("limit");
    }

    [Fact]
    public async Task Errors_tell_nothing_of_the_inside()
    {
        var ada = api.NewUser();
        foreach (var (method, path, body) in ((string, string, string?)[])
            [("GET", "tasks?cursor=x", null), ("GET", "tasks?sort=x'--", null), ("POST", "tasks", "{"), ("POST", "tasks", """{"title":1}"""), ("POST", "tasks", """{"title":"x","due_date":"x"}"""), ("GET", "nothing", null)])
        {
            using var response = await ada.SendAsync(new(method), path, body);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.InRange((int)response.StatusCode, 400, 499);
            Assert.All(["Exception", "System.", "Microsoft", "Npgsql", "Todo.Api", "SELECT", "   at ", ".cs"], word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
            Assert.False(response.Headers.Contains("X-Powered-By"));
        }
    }

    /// <summary>A problem document, unless the server could not even read the request line: that never reaches the API, and is a bare 400.</summary>
    private static async Task AssertHandledOrNoHttpAsync(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.BadRequest && response.Content.Headers.ContentLength == 0)
        {
            Assert.False(response.Headers.Contains("X-Request-Id"));
            return;
        }

        await response.AssertHandledAsync();
    }
}
