using Todo.Api.Settings;

namespace Todo.Api.Http;

internal static class ListenSettings
{
    private const int DefaultPort = 8000;

    /// <summary>Listens on <c>PORT</c>, else where <c>ASPNETCORE_URLS</c> says: in Development for this machine only, in production for everybody.</summary>
    internal static void UsePort(this IWebHostBuilder host, AppSettings settings)
    {
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        if (settings.Text("PORT") is not null || settings.Text("URLS") is null)
        {
            host.UseUrls($"http://{(settings.IsDevelopment ? "localhost" : "*")}:{settings.Number("PORT", DefaultPort, min: 1, max: 65535)}");
        }
    }
}
