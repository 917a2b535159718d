using Todo.Api.DevServices;
using Todo.Api.Settings;

namespace Todo.Api.Hosting;

internal static class Banner
{
    /// <summary>Tells a newcomer in Development where everything is and what to do first.</summary>
    internal static void WelcomeOnceStarted(this WebApplication app, AppSettings settings, EmbeddedPostgres? postgres)
    {
        if (settings.IsProduction)
        {
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            var address = app.Urls.First();
            var database = postgres is null ? "the one of DATABASE_URL" : $"PostgreSQL {postgres.Version} of its own, data in .data (port {postgres.Port})";
            Console.WriteLine(
                $"""

                Todo API    {address} (a small to-do page; the reference is at {address}/scalar)
                Database    {database}
                A token     TOKEN=$(dotnet run --project Todo.Api -- token alice)
                First task  curl {address}/api/alice/tasks -H "Authorization: Bearer $TOKEN" --json '{"{"}"title": "Buy milk"{"}"}'

                Ctrl-C stops it.
                """);
        });
    }
}
