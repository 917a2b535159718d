using System.Diagnostics;
using System.Text.Json;
using Todo.Api.DevServices;

namespace Todo.Bench;

/// <summary>The API as it is deployed: published, and run with the settings of production.</summary>
internal sealed class PublishedApi
{
    private readonly TemporaryFolder _folder;

    private PublishedApi(TemporaryFolder folder) => _folder = folder;

    private string Directory => _folder.PathOf("api");

    private string Assembly => Path.Combine(Directory, "Todo.Api.dll");

    internal static async Task<PublishedApi> PublishAsync(TemporaryFolder folder, CancellationToken ct)
    {
        var published = new PublishedApi(folder);

        // No compiler and no build server may stay behind: they would take part in the measurement.
        var publish = new ProcessStartInfo("dotnet",
        [
            "publish", Repository.PathOf("Todo.Api", "Todo.Api.csproj"), "--configuration", "Release", "--output", published.Directory,
            "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false",
        ]);
        var (succeeded, output) = await Command.RunAsync(publish, ct);
        return succeeded ? published : throw new BenchException($"The API could not be published:\n{output}");
    }

    /// <summary>Brings the schema into an empty database, as a release does.</summary>
    internal async Task MigrateAsync(string database, string secret, CancellationToken ct)
    {
        var migrate = new ProcessStartInfo("dotnet", [Assembly, "--migrate"]) { WorkingDirectory = Directory };
        foreach (var (name, value) in Settings(database, secret))
        {
            migrate.Environment[name] = value;
        }

        var (succeeded, output) = await Command.RunAsync(migrate, ct);
        if (!succeeded)
        {
            throw new BenchException($"The API could not migrate its database:\n{output}");
        }
    }

    internal Task<(ServerProcess Server, TimeSpan Ready)> StartAsync(string database, string secret, CancellationToken ct) =>
        ServerProcess.StartAsync(BenchRun.Api, ["dotnet", Assembly], Settings(database, secret), _folder, ct);

    /// <summary>The version of a package that came along.</summary>
    internal string VersionOf(string package)
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllBytes(Path.ChangeExtension(Assembly, ".deps.json")));
        var prefix = package + "/";
        return dependencies.RootElement.GetProperty("libraries").EnumerateObject()
            .Select(library => library.Name)
            .FirstOrDefault(name => name.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "unknown";
    }

    private static IEnumerable<(string Name, string Value)> Settings(string database, string secret) =>
        [
            ("ENVIRONMENT", "production"),
            ("DATABASE_URL", Sql.UrlOf(database) + "?sslmode=disable"),
            ("BETTER_AUTH_SECRET", secret),
            ("LOG_LEVEL", "information"),

            // On, with its headers, but the load never gets there.
            ("RATE_LIMIT_PER_MINUTE", "1000000"),
        ];
}
