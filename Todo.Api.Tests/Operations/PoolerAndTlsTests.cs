using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>The ways to a database that are not a plain connection.</summary>
public sealed class PoolerAndTlsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Works_through_a_pooler_in_transaction_mode_from_the_first_migration_on()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        await using var pooler = await PgBouncer.RunAsync(postgres);
        await using var api = await TodoApi.StartAsync(pooler.Url);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ExerciseAsync(api)));

        // All of them shared what the pooler has.
        Assert.InRange((long)(await postgres.ExecuteAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'todo-api'"))!, 1, 2);
    }

    [Fact]
    public async Task Works_through_TLS_as_hosted_databases_require_it()
    {
        await using var postgres = await OwnPostgres.RunAsync();
        var certificate = await EncryptAsync(postgres);
        var server = postgres.Connection;
        var url = FormattableString.Invariant($"postgresql://{server.Username}:{server.Password}@localhost:{server.Port}/{server.Database}");

        foreach (var parameters in new[] { "sslmode=require&channel_binding=require", $"sslmode=verify-full&sslrootcert={Uri.EscapeDataString(certificate)}" })
        {
            await using var api = await TodoApi.StartAsync($"{url}?{parameters}");
            await ExerciseAsync(api);

            await using var isEncrypted = api.Services.DataSource().CreateCommand("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
            Assert.True((bool?)await isEncrypted.ExecuteScalarAsync(Ct));
        }

        var refused = await TodoProcess.RunAsync(["--migrate"], [("DATABASE_URL", $"{url}?sslmode=verify-full"), ("BETTER_AUTH_SECRET", TodoApi.Secret)]);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("DATABASE_URL: ", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>Every statement, more often than it takes to be prepared.</summary>
    private static async Task ExerciseAsync(ApiInstance api)
    {
        var ada = api.NewUser();
        for (var round = 0; round < 4; round++)
        {
            var id = await ada.CreateIdAsync();
            Assert.Equal(id, (await ada.GetAsync(id)).Id());
            using var renamed = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}", """{"title": "renamed", "priority": "high"}""");
            Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
            using var toggled = await ada.SendAsync(HttpMethod.Patch, $"tasks/{id}/complete");
            Assert.Equal(HttpStatusCode.OK, toggled.StatusCode);
            Assert.Equal(["renamed"], await ada.TitlesAsync("?search=rename&sort=title&page=1"));
            using var deleted = await ada.SendAsync(HttpMethod.Delete, $"tasks/{id}");
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        using var client = api.NewClient();
        var account = new { email = $"{Guid.NewGuid():N}@example.com", password = "correct horse" };
        using var registered = await client.PostAsJsonAsync("/api/auth/register", account, Ct);
        Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        using var refreshed = await client.PostAsJsonAsync("/api/auth/refresh", new { refresh_token = (await registered.JsonAsync()).Text("refresh_token") }, Ct);
        Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
    }

    /// <summary>Gives the server a certificate for localhost.</summary>
    private static async Task<string> EncryptAsync(OwnPostgres postgres)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256) { CertificateExtensions = { names.Build() } };
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        await postgres.StopAsync();
        var file = Path.Combine(postgres.Data, "server.crt");
        await WriteAsync(postgres, file, certificate.ExportCertificatePem());
        await WriteAsync(postgres, Path.Combine(postgres.Data, "server.key"), key.ExportPkcs8PrivateKeyPem());
        await File.AppendAllTextAsync(Path.Combine(postgres.Data, "postgresql.conf"), "ssl = on\n", Ct);
        await postgres.StartAsync();
        return file;
    }

    private static async Task WriteAsync(OwnPostgres postgres, string file, string text)
    {
        await File.WriteAllTextAsync(file, text, Ct);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        postgres.Own(file);
    }
}
