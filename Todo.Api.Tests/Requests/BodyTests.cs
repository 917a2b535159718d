using System.Net;
using System.Text;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Errors;

/// <summary>What can be wrong with a request body before anybody asks what it says.</summary>
public sealed class RequestBodyTests(TodoApi api)
{
    private const int MaxBytes = 64 * 1024;

    public static TheoryData<string> NotAnObject => ["null", "true", "42", "\"title\"", "[]", "[{\"title\":\"x\"}]"];

    public static TheoryData<string> NotJson =>
    [
        "", " ", "\n", "{", "}", "{\"title\"", "{\"title\":", "{\"title\":\"x\"", "{\"title\":\"x", "{\"title\":\"x\",}", "{\"title\":\"x\"}}", "{\"title\":\"x\"} tail", "{\"title\":\"x\"}{\"title\":\"y\"}",
        "{title:\"x\"}", "{'title':'x'}", "{\"title\" \"x\"}", "{\"title\":x}", "{\"title\":\"x\" \"description\":\"y\"}", "{,}", "{\"title\":undefined}",
        "// comment\n{\"title\":\"x\"}", "{\"title\":\"x\" /* comment */}", "{\"title\":\"a\nb\"}", "{\"title\":\"a\tb\"}", "{\"title\":\"a\u0000b\"}", "{\"title\":\"\\x\"}", "{\"title\":\"\\u12\"}", "{\"title\":\"\\u12g4\"}", "{\"title\":\"\\\"}",
        "{\"title\":NaN}", "{\"title\":Infinity}", "{\"title\":01}", "{\"title\":1.}", "{\"title\":.5}", "{\"title\":+1}", "{\"title\":0x10}", "{\"title\":1e}", "{\"completed\":True,\"title\":\"x\"}", "{\"completed\":TRUE,\"title\":\"x\"}",
        "title=x", "<title>x</title>", "---\ntitle: x",
    ];

    public static TheoryData<string> HalfSurrogates =>
    [
        """{"title":"\ud800"}""",
        """{"title":"\udfff"}""",
        """{"title":"a\ud83eb"}""",
        """{"title":"\ud83e\ud83e"}""",
        """{"title":"\udd84\ud83e"}""",
        """{"title":"x","description":"\ud800"}""",
        """{"title":"x","description":"\ud83e\u0041"}""",
        """{"title":"x","priority":"\ud800"}""",
        """{"title":"x","due_date":"\ud800"}""",
        """{"title":"x","completed":"\ud800"}""",
        """{"title":"x","\ud800":1}""",
        """{"title":"x","user_id":"\ud800"}""",
    ];

    /// <summary>In hexadecimal.</summary>
    public static TheoryData<string> NotUtf8 =>
    [
        "ff", "c3", "c328", "c080", "c0af", "e282", "eda080", "edbfbf", "eda0beedb684", "f09fa6", "f4908080", "f888808080", "80", "e9",
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(NotAnObject))]
    [MemberData(nameof(NotJson))]
    public async Task Refuses_what_is_no_json_object(string body)
    {
        var ada = api.NewUser();

        using var response = await ada.PostAsync(body);

        await response.AssertMalformedAsync();
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [MemberData(nameof(NotAnObject))]
    [MemberData(nameof(NotJson))]
    public async Task Refuses_to_change_a_task_by_what_is_no_json_object(string body)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        using var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{before.Id()}", body);
        using var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}", body, "application/merge-patch+json");

        await put.AssertMalformedAsync();
        await patch.AssertMalformedAsync();
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [MemberData(nameof(HalfSurrogates))]
    public async Task Refuses_half_a_surrogate_pair(string body)
    {
        var ada = api.NewUser();

        using var response = await ada.PostAsync(body);

        await response.AssertMalformedAsync();
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Takes_a_whole_surrogate_pair()
    {
        var ada = api.NewUser();

        using var response = await ada.PostAsync("""{"title":"\ud83e\udd84 \u00e9","\u0064escription":"\u0041\/\\\""}""");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var created = await response.JsonAsync();
        Assert.Equal("🦄 é", created.Text("title"));
        Assert.Equal("A/\\\"", created.Text("description"));
    }

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public async Task Refuses_bytes_that_are_no_utf8(string bytes)
    {
        var ada = api.NewUser();

        using var response = await ada.SendBytesAsync(HttpMethod.Post, "tasks", [.. "{\"title\":\"a"u8, .. Convert.FromHexString(bytes), .. "b\"}"u8]);

        await response.AssertMalformedAsync();
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Refuses_other_unicode_encodings()
    {
        var ada = api.NewUser();

        using var utf16 = await ada.SendBytesAsync(HttpMethod.Post, "tasks", Encoding.Unicode.GetBytes("""{"title":"x"}"""));
        using var utf32 = await ada.SendBytesAsync(HttpMethod.Post, "tasks", Encoding.UTF32.GetBytes("""{"title":"x"}"""));

        await utf16.AssertMalformedAsync();
        await utf32.AssertMalformedAsync();
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [InlineData("""{"title":"a","title":"b"}""")]
    [InlineData("""{"title":"a","title":"a"}""")]
    [InlineData("""{"title":"a","\u0074itle":"b"}""")]
    [InlineData("""{"title":"a","completed":true,"completed":false}""")]
    [InlineData("""{"title":"a","due_date":null,"due_date":"2026-12-01"}""")]
    [InlineData("""{"title":"a","id":1,"id":2}""")]
    [InlineData("""{"title":1,"title":"b"}""")]
    public async Task Refuses_a_member_that_is_given_twice(string body)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        using var post = await ada.PostAsync(body);
        using var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}", body);

        await post.AssertMalformedAsync();
        await patch.AssertMalformedAsync();
        Assert.Equal(before.GetRawText(), Assert.Single(await ada.ListAsync()).GetRawText());
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("Application/JSON")]
    public async Task Takes_json(string mediaType)
    {
        using var response = await api.NewUser().SendBytesAsync(HttpMethod.Post, "tasks", """{"title":"é"}"""u8.ToArray(), mediaType);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("é", (await response.JsonAsync()).Text("title"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/xml")]
    [InlineData("application/jsonx")]
    [InlineData("application/x-json")]
    [InlineData("application/*")]
    [InlineData("*/*")]
    [InlineData("json")]
    [InlineData("application/json, application/json")]
    [InlineData("application/octet-stream")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json-patch+json")]
    [InlineData("application/problem+json")]
    [InlineData("application/merge-patch+json")]
    [InlineData("garbage;;;")]
    public async Task Refuses_other_media_types(string? mediaType)
    {
        var ada = api.NewUser();

        using var response = await ada.SendBytesAsync(HttpMethod.Post, "tasks", """{"title":"x"}"""u8.ToArray(), mediaType);

        await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task Refuses_other_media_types_for_a_change(string method)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        foreach (var mediaType in (string?[])[null, "text/plain", "application/json-patch+json", "application/x-www-form-urlencoded"])
        {
            using var response = await ada.SendBytesAsync(new(method), $"tasks/{before.Id()}", """{"title":"y"}"""u8.ToArray(), mediaType);
            await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE");
        }

        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [InlineData("application/merge-patch+json; charset=utf-8")]
    [InlineData("Application/Merge-Patch+JSON")]
    [InlineData("application/json; charset=utf-8")]
    public async Task Takes_both_media_types_for_a_change(string mediaType)
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync();

        using var put = await ada.SendBytesAsync(HttpMethod.Put, $"tasks/{id}", """{"title":"é"}"""u8.ToArray(), mediaType);
        using var patch = await ada.SendBytesAsync(HttpMethod.Patch, $"tasks/{id}", """{"title":"ö"}"""u8.ToArray(), mediaType);

        Assert.Equal("é", (await put.JsonAsync()).Text("title"));
        Assert.Equal("ö", (await patch.JsonAsync()).Text("title"));
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    [InlineData("utf-7")]
    [InlineData("nonsense")]
    public async Task Does_not_take_one_charset_for_another(string charset)
    {
        var ada = api.NewUser();

        using var response = await ada.SendBytesAsync(HttpMethod.Post, "tasks", [.. "{\"title\":\"caf"u8, 0xe9, .. "\"}"u8], $"application/json; charset={charset}");

        Assert.InRange((int)response.StatusCode, 400, 415);
        await response.AssertHandledAsync();
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Refuses_a_request_without_a_body()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        using var post = await ada.SendAsync(HttpMethod.Post, "tasks");
        using var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{before.Id()}");
        using var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}");

        Assert.All([post, put, patch], response => Assert.True(response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType));
        await Task.WhenAll(post.AssertHandledAsync(), put.AssertHandledAsync(), patch.AssertHandledAsync());
        Assert.Equal(before.GetRawText(), Assert.Single(await ada.ListAsync()).GetRawText());
    }

    [Theory]
    [InlineData(MaxBytes)]
    [InlineData(MaxBytes - 1)]
    public async Task Takes_a_body_of_up_to_64_KiB(int size)
    {
        var ada = api.NewUser();

        using var known = await ada.SendBytesAsync(HttpMethod.Post, "tasks", BodyOf(size));
        using var chunked = await SendChunkedAsync(ada, "POST", "tasks", BodyOf(size));

        Assert.Equal(HttpStatusCode.Created, known.StatusCode);
        Assert.Equal(HttpStatusCode.Created, chunked.StatusCode);
    }

    [Theory]
    [InlineData(MaxBytes + 1)]
    [InlineData(MaxBytes * 2)]
    public async Task Refuses_a_body_of_more_than_64_KiB(int size)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");
        foreach (var (method, path) in ((string, string)[])[("POST", "tasks"), ("PUT", $"tasks/{before.Id()}"), ("PATCH", $"tasks/{before.Id()}"), ("PATCH", $"tasks/{before.Id()}/complete")])
        {
            using var known = await ada.SendBytesAsync(new(method), path, BodyOf(size));
            using var chunked = await SendChunkedAsync(ada, method, path, BodyOf(size));

            await known.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
            await chunked.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
        }

        Assert.Equal(before.GetRawText(), Assert.Single(await ada.ListAsync()).GetRawText());
    }

    [Fact]
    public async Task Does_not_wait_for_a_body_that_says_it_is_too_large()
    {
        var ada = api.NewUser();

        using var response = await api.Instance.SendRawAsync(
            $"""
            POST /api/{ada.Id}/tasks HTTP/1.1
            Authorization: Bearer {Tokens.For(ada.Id)}
            Content-Type: application/json
            Content-Length: 100000000000
            """);

        await response.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
    }

    [Theory]
    [InlineData(30)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    [InlineData(30_000)]
    public async Task However_deep_a_value_is_it_is_handled(int depth)
    {
        var ada = api.NewUser();
        var deep = $"{new string('[', depth)}{new string(']', depth)}";

        foreach (var body in (string[])[$$"""{"title":{{deep}}}""", $$"""{"title":"x","id":{{deep}}}""", $$"""{"title":"x","unknown":{{deep}}}""", deep])
        {
            using var response = await ada.PostAsync(body);
            await response.AssertHandledAsync();
        }
    }

    [Fact]
    public async Task However_many_unknown_members_there_are_they_are_refused()
    {
        var ada = api.NewUser();

        using var response = await ada.PostAsync($$"""{"title":"x",{{string.Join(',', Enumerable.Range(0, 4000).Select(number => $"\"m{number}\":1"))}}}""");

        await response.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR");
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task However_long_the_name_of_an_unknown_member_is_it_is_refused()
    {
        var ada = api.NewUser();

        using var response = await ada.PostAsync($$"""{"title":"x","{{new string('a', 60_000)}}":1}""");

        await response.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR");
        Assert.Empty(await ada.ListAsync());
    }

    private static byte[] BodyOf(int size) => Encoding.ASCII.GetBytes("""{"title":"x"}""".PadRight(size));

    private static async Task<HttpResponseMessage> SendChunkedAsync(ApiUser user, string method, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var request = new HttpRequestMessage(new(method), path) { Content = content, Headers = { TransferEncodingChunked = true } };
        return await user.Client.SendAsync(request, Ct);
    }
}
