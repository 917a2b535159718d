using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Todo.Api.Tests.Support;

/// <summary>Requests byte by byte, for what an HTTP client would tidy up before it leaves.</summary>
internal static class RawHttp
{
    /// <summary>
    /// Sends a request head (request line and headers, one per line; each character is one byte) and a body, and reads the answer.
    /// <c>Host</c>, <c>Connection: close</c> and the name of the test are added.
    /// </summary>
    internal static async Task<HttpResponseMessage> SendRawAsync(this ApiInstance instance, string head, byte[]? body = null)
    {
        var ct = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(instance.Address.Host, instance.Address.Port, ct);
        var stream = client.GetStream();

        var lines = head.ReplaceLineEndings("\r\n").TrimEnd();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{lines}\r\nHost: {instance.Address.Authority}\r\nConnection: close\r\n{TestLogs.Header}: {TestLogs.CurrentTest()}\r\n\r\n"), ct);
        if (body is not null)
        {
            await stream.WriteAsync(body, ct);
        }

        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, ct);
        return Parse(answer.ToArray());
    }

    /// <summary>A body as chunks of a fixed size.</summary>
    internal static byte[] Chunked(byte[] body, int size = 10_000)
    {
        using var chunks = new MemoryStream();
        foreach (var chunk in body.Chunk(size))
        {
            chunks.Write(Encoding.ASCII.GetBytes(chunk.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"));
            chunks.Write(chunk);
            chunks.Write("\r\n"u8);
        }

        chunks.Write("0\r\n\r\n"u8);
        return chunks.ToArray();
    }

    private static HttpResponseMessage Parse(byte[] answer)
    {
        var end = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        Assert.True(end > 0, "The connection ended without an answer.");

        var head = Encoding.Latin1.GetString(answer, 0, end).Split("\r\n");
        var response = new HttpResponseMessage((HttpStatusCode)int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture));
        var headers = head.Skip(1).Select(line => line.Split(": ", 2)).ToArray();
        var isChunked = headers.Any(header => header[0].Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));
        response.Content = new ByteArrayContent(isChunked ? Unchunked(answer.AsSpan(end + 4)) : answer[(end + 4)..]);
        foreach (var header in headers.Where(header => header.Length == 2))
        {
            _ = response.Headers.TryAddWithoutValidation(header[0], header[1]) || response.Content.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        return response;
    }

    private static byte[] Unchunked(ReadOnlySpan<byte> body)
    {
        var whole = new List<byte>();
        while (true)
        {
            var line = body.IndexOf("\r\n"u8);
            var size = int.Parse(Encoding.ASCII.GetString(body[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
            {
                return [.. whole];
            }

            whole.AddRange(body.Slice(line + 2, size));
            body = body[(line + 2 + size + 2)..];
        }
    }
}
