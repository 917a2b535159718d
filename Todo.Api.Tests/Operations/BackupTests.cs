using System.ComponentModel;
using System.Diagnostics;
using Npgsql;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

public sealed class BackupTests(TodoApi api)
{
    [Fact]
    public async Task The_backup_drill_restores_every_row()
    {
        var connection = await api.Databases.CreateAsync();
        await using (var instance = await TodoApi.StartAsync(connection))
        {
            var ada = instance.NewUser("Ädä 👩‍💻");
            await ada.CreateAsync(new { title = "50% \\ 'quoted' \"twice\" 🎉", description = "line\r\nand\ttab", due_date = "2026-12-01" });
            await ada.CreateAsync(new { title = "second", due_date = "2026-12-01T09:00:00.123456+01:00", priority = "high", completed = true });
        }

        NpgsqlConnection.ClearAllPools();
        var (exitCode, output) = await DrillAsync(connection);

        Assert.True(exitCode == 0, output);
        // Two tasks, the two rows of the log that tell of them, their user, and four migrations.
        Assert.Contains("9 tables, 9 rows", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> DrillAsync(string connection)
    {
        var database = new NpgsqlConnectionStringBuilder(connection);
        var url = FormattableString.Invariant($"postgresql://{database.Username}:{database.Password}@{database.Host}:{database.Port}/{database.Database}");
        var script = Path.GetFullPath(Path.Combine(SourceTree.Api, "..", "docs", "operations", "backup-drill.sh"));
        var start = new ProcessStartInfo("bash", [script]) { RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["DATABASE_URL"] = url } };
        try
        {
            await ToolsAsync(start.Environment["PATH"]!);
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output + errors);
        }
        catch (Win32Exception e) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip($"bash and PostgreSQL's client programs are needed: {e.Message}");
            throw;
        }
    }

    // Fails with a Win32Exception where they are missing, as starting bash does.
    private static async Task ToolsAsync(string path)
    {
        using var process = Process.Start(new ProcessStartInfo("pg_dump", ["--version"]) { RedirectStandardOutput = true, Environment = { ["PATH"] = path } })!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
