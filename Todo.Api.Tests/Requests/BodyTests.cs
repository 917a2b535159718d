using System.Text;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Requests;

/// <summary>What can be wrong with a request body before its members are looked at.</summary>
public sealed class BodyTests(TodoApi api)
{
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

    [Theory]
    [MemberData(nameof(NotAnObject))]
    [MemberData(nameof(NotJson))]
    public async Task Refuses_what_is_no_json_object(string body)
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync(body);

        response.ShouldBeProblem("MALFORMED_REQUEST");
        Assert.Empty(await ada.ListAsync());
    }

    [Theory]
    [MemberData(nameof(NotAnObject))]
    [MemberData(nameof(NotJson))]
    public async Task Refuses_to_change_a_task_by_what_is_no_json_object(string body)
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{before.Id()}", body);
        var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}", body, "application/merge-patch+json");

        put.ShouldBeProblem("MALFORMED_REQUEST");
        patch.ShouldBeProblem("MALFORMED_REQUEST");
        Assert.Equal(before.GetRawText(), (await ada.GetAsync(before.Id())).GetRawText());
    }

    [Theory]
    [MemberData(nameof(HalfSurrogates))]
    public async Task Refuses_half_a_surrogate_pair(string body)
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync(body);

        response.ShouldBeProblem("MALFORMED_REQUEST");
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Takes_a_whole_surrogate_pair()
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync("""{"title":"\ud83e\udd84 \u00e9","\u0064escription":"\u0041\/\\\""}""");

        response.StatusCodeShouldBe(201);
        var created = response.Json();
        Assert.Equal("🦄 é", created.Text("title"));
        Assert.Equal("A/\\\"", created.Text("description"));
    }

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public async Task Refuses_bytes_that_are_no_utf8(string bytes)
    {
        var ada = api.NewUser();

        var response = await ada.SendAsync(HttpMethod.Post, "tasks", (byte[])[.. "{\"title\":\"a"u8, .. Convert.FromHexString(bytes), .. "b\"}"u8]);

        response.ShouldBeProblem("MALFORMED_REQUEST");
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Refuses_other_unicode_encodings()
    {
        var ada = api.NewUser();

        var utf16 = await ada.SendAsync(HttpMethod.Post, "tasks", Encoding.Unicode.GetBytes("""{"title":"x"}"""));
        var utf32 = await ada.SendAsync(HttpMethod.Post, "tasks", Encoding.UTF32.GetBytes("""{"title":"x"}"""));

        utf16.ShouldBeProblem("MALFORMED_REQUEST");
        utf32.ShouldBeProblem("MALFORMED_REQUEST");
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

        var post = await ada.PostAsync(body);
        var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}", body);

        post.ShouldBeProblem("MALFORMED_REQUEST");
        patch.ShouldBeProblem("MALFORMED_REQUEST");
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
        var response = await api.NewUser().SendAsync(HttpMethod.Post, "tasks", """{"title":"é"}"""u8.ToArray(), mediaType);

        response.StatusCodeShouldBe(201);
        Assert.Equal("é", response.Json().Text("title"));
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

        var response = await ada.SendAsync(HttpMethod.Post, "tasks", """{"title":"x"}"""u8.ToArray(), mediaType);

        response.ShouldBeProblem("UNSUPPORTED_MEDIA_TYPE");
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
            var response = await ada.SendAsync(new(method), $"tasks/{before.Id()}", """{"title":"y"}"""u8.ToArray(), mediaType);
            response.ShouldBeProblem("UNSUPPORTED_MEDIA_TYPE");
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

        var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{id}", """{"title":"é"}"""u8.ToArray(), mediaType);
        var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", """{"title":"ö"}"""u8.ToArray(), mediaType);

        Assert.Equal("é", put.Json().Text("title"));
        Assert.Equal("ö", patch.Json().Text("title"));
    }

    [Theory]
    [InlineData("iso-8859-1")]
    [InlineData("utf-16")]
    [InlineData("utf-7")]
    [InlineData("nonsense")]
    public async Task Does_not_take_one_charset_for_another(string charset)
    {
        var ada = api.NewUser();

        var response = await ada.SendAsync(HttpMethod.Post, "tasks", (byte[])[.. "{\"title\":\"caf"u8, 0xe9, .. "\"}"u8], $"application/json; charset={charset}");

        Assert.InRange(response.Status(), 400, 415);
        response.ShouldBeHandled();
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task Refuses_a_request_without_a_body()
    {
        var ada = api.NewUser();
        var before = await ada.CreateAsync("x");

        var post = await ada.SendAsync(HttpMethod.Post, "tasks");
        var put = await ada.SendAsync(HttpMethod.Put, $"tasks/{before.Id()}");
        var patch = await ada.SendAsync(HttpMethod.Patch, $"tasks/{before.Id()}");

        Assert.All([post, put, patch], response => Assert.True(response.Status() is 400 or 415));
        Assert.All([post, put, patch], response => response.ShouldBeHandled());
        Assert.Equal(before.GetRawText(), Assert.Single(await ada.ListAsync()).GetRawText());
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
            var response = await ada.PostAsync(body);
            response.ShouldBeHandled();
        }
    }

    [Fact]
    public async Task However_many_unknown_members_there_are_they_are_refused()
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync($$"""{"title":"x",{{string.Join(',', Enumerable.Range(0, 4000).Select(number => $"\"m{number}\":1"))}}}""");

        response.ShouldBeProblem("VALIDATION_ERROR");
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task However_long_the_name_of_an_unknown_member_is_it_is_refused()
    {
        var ada = api.NewUser();

        var response = await ada.PostAsync($$"""{"title":"x","{{new string('a', 60_000)}}":1}""");

        response.ShouldBeProblem("VALIDATION_ERROR");
        Assert.Empty(await ada.ListAsync());
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. """{"title":"x"}"""u8];

        (await api.NewUser().PostAsync(body)).StatusCodeShouldBe(201);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate, gzip")]
    public async Task A_body_that_is_compressed_is_refused(string encoding)
    {
        var ada = api.NewUser();

        var refused = await ada.Scenario(_ =>
        {
            _.Send(HttpMethod.Post, ada.Tasks, """{"title":"x"}""");
            _.WithRequestHeader("Content-Encoding", encoding);
            _.IgnoreStatusCode();
        });

        refused.StatusCodeShouldBe(415).ShouldBeProblem("UNSUPPORTED_MEDIA_TYPE");
    }

    [Theory]
    [InlineData("\\u200b")]
    [InlineData("\\ufeff")]
    [InlineData("\\u3164")]
    [InlineData("\\u00ad \\u2060")]
    [InlineData("\\u115f\\ufe0f")]
    public async Task A_title_of_which_nothing_can_be_seen_is_empty(string title) =>
        (await api.NewUser().PostAsync($$"""{"title":"{{title}}"}""")).ShouldBeProblem("VALIDATION_ERROR", ("title", "must not be empty"));

    [Fact]
    public async Task A_member_without_a_name_is_refused_in_words() =>
        (await api.NewUser().PostAsync("""{"title":"x","":1}""")).ShouldBeProblem("VALIDATION_ERROR", ("(empty name)", "is not a known member"));
}
