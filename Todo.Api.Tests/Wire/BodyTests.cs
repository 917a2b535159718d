using System.Net;
using System.Text;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Wire;

/// <summary>The size of a body and how it is cut into pieces are seen where it is read from the socket.</summary>
public sealed class BodyTests(TodoApi api)
{
    private const int MaxBytes = 64 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MaxBytes)]
    [InlineData(MaxBytes - 1)]
    public async Task Takes_a_body_of_up_to_64_KiB(int size)
    {
        var ada = api.Instance.NewUser();

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
        var ada = api.Instance.NewUser();
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
    public async Task Takes_a_batch_of_up_to_a_mebibyte()
    {
        const int mebibyte = 1024 * 1024;
        var ada = api.Instance.NewUser();

        using var known = await ada.SendBytesAsync(HttpMethod.Post, "batch", BatchOf(mebibyte));
        using var chunked = await SendChunkedAsync(ada, "POST", "batch", BatchOf(mebibyte));
        using var tooLarge = await ada.SendBytesAsync(HttpMethod.Post, "batch", BatchOf(mebibyte + 1));
        using var chunkedTooLarge = await SendChunkedAsync(ada, "POST", "batch", BatchOf(mebibyte + 1));

        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        Assert.Equal(HttpStatusCode.OK, chunked.StatusCode);
        await tooLarge.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
        await chunkedTooLarge.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
        Assert.Equal(2, (await ada.ListAsync()).Length);

        static byte[] BatchOf(int size) => Encoding.ASCII.GetBytes("""{"operations":[{"op":"create","task":{"title":"x"}}]}""".PadRight(size));
    }

    [Fact]
    public async Task Does_not_wait_for_a_body_that_says_it_is_too_large()
    {
        var ada = api.Instance.NewUser();

        using var response = await api.Instance.SendRawAsync(
            $"""
            POST /api/{ada.Id}/tasks HTTP/1.1
            Authorization: Bearer {Tokens.For(ada.Id)}
            Content-Type: application/json
            Content-Length: 100000000000
            """);

        await response.AssertProblemAsync(HttpStatusCode.RequestEntityTooLarge, "PAYLOAD_TOO_LARGE");
    }

    [Fact]
    public async Task Toggles_with_an_empty_chunked_body()
    {
        var ada = api.Instance.NewUser();
        var id = await ada.CreateIdAsync();

        using var response = await api.Instance.SendRawAsync(
            $"""
            PATCH /api/{ada.Id}/tasks/{id}/complete HTTP/1.1
            Authorization: Bearer {Tokens.For(ada.Id)}
            Transfer-Encoding: chunked
            """,
            RawHttp.Chunked([]));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True((await ada.GetAsync(id)).IsCompleted());
    }

    [Fact]
    public async Task A_body_with_broken_chunks_is_not_the_fault_of_the_server()
    {
        var ada = api.Instance.NewUser();

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

    private static byte[] BodyOf(int size) => Encoding.ASCII.GetBytes("""{"title":"x"}""".PadRight(size));

    private static async Task<HttpResponseMessage> SendChunkedAsync(WireUser user, string method, string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        var request = new HttpRequestMessage(new(method), path) { Content = content, Headers = { TransferEncodingChunked = true } };
        return await user.Client.SendAsync(request, Ct);
    }
}
