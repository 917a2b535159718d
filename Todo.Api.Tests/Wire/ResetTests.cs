using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Wire;

/// <summary>Clients that go away in the middle of a request.</summary>
public sealed class ResetTests(TodoApi api)
{
    private const int Clients = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3000, 100)]
    [InlineData(3_000_000, 100_000)]
    public async Task An_upload_that_the_client_resets_leaves_no_error_in_the_log(int announced, int sent)
    {
        var (process, http) = await TodoProcess.ServeAsync([("DATABASE_URL", await api.Databases.CreateAsync()), ("BETTER_AUTH_SECRET", TodoApi.Secret)]);
        await using var _ = process;

        // Several, because where in its work the server learns of a reset is a matter of chance.
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => UploadAndResetAsync(http.BaseAddress!, announced, sent)));
        for (var tries = 0; tries < 200 && Requests(process.Output) < Clients; tries++)
        {
            await Task.Delay(50, Ct);
        }

        Assert.Equal(Clients, Requests(process.Output));
        Assert.False(process.Output.Contains("fail:", StringComparison.Ordinal), process.Output);
    }

    private static int Requests(string log) => log.Split("POST /api/{user_id}/tasks").Length - 1;

    private static async Task UploadAndResetAsync(Uri server, int announced, int sent)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, Ct);
        var head = string.Create(CultureInfo.InvariantCulture,
            $"POST /api/ada/tasks HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {Tokens.For("ada")}\r\nContent-Type: application/json\r\nContent-Length: {announced}\r\n\r\n");
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Ct);
        await client.GetStream().WriteAsync(new byte[sent], Ct);
        await Task.Delay(200, Ct);

        // Closed without lingering, a socket resets its connection.
        client.LingerState = new LingerOption(enable: true, seconds: 0);
    }
}
