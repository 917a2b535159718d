using Todo.Api.Settings;

namespace Todo.Api.Hosting;

internal static class ListenSettings
{
    private const int DefaultPort = 8000;

    /// <summary>Listens on <c>PORT</c>, else where <c>ASPNETCORE_URLS</c> says: in Development for this machine only, in production on all interfaces.</summary>
    internal static void UsePort(this IWebHostBuilder host, AppSettings settings)
    {
        // A page of memory for each idle connection, instead of asking twice on each request whether it has arrived.
        host.UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false);
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        if (settings.Text("PORT") is null && settings.Text("URLS") is { } addresses)
        {
            if (!addresses.Split(';', StringSplitOptions.RemoveEmptyEntries).All(IsAddress))
            {
                settings.Problem("ASPNETCORE_URLS", "must be addresses such as http://127.0.0.1:8000, separated by ';'; https ends at a proxy before this program");
            }
        }
        else
        {
            host.UseUrls($"http://{(settings.IsDevelopment ? "localhost" : "*")}:{settings.Number("PORT", DefaultPort, min: 1, max: 65535)}");
        }
    }

    private static bool IsAddress(string text)
    {
        try
        {
            return BindingAddress.Parse(text.Trim()) is { Scheme: "http", Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
