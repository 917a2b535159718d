using System.Net;
using System.Runtime.Versioning;
using static Todo.Api.Tests.DevServices.PostgresFolder;

namespace Todo.Api.Tests.DevServices;

/// <summary>What is promised of the server that runs.</summary>
[Collection(nameof(PostgresFolder))]
public sealed class RunningPostgresTests(PostgresFolder folder)
{
    [Fact]
    public async Task Listens_on_the_loopback_address_only()
    {
        await using var postgres = await folder.StartAsync();

        Assert.Equal(IPAddress.Loopback, Assert.Single(Listeners(postgres.Port)).Address);
        Assert.Equal("", await AskAsync(postgres, "SHOW unix_socket_directories", role: "postgres"));
    }

    [Fact]
    public async Task Gives_an_ordinary_role_that_may_clone_databases_and_create_extensions()
    {
        await using var postgres = await folder.StartAsync();

        await AskAsync(postgres, "CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin");
        await AskAsync(postgres, "CREATE DATABASE clone TEMPLATE todo");

        Assert.Equal("off", await AskAsync(postgres, "SHOW is_superuser"));
        Assert.Equal("UTC", await AskAsync(postgres, "SHOW timezone"));
        Assert.Equal("on", await AskAsync(postgres, "SHOW fsync"));
        Assert.Equal("äéж", await AskAsync(postgres, "SELECT lower('ÄÉЖ')"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Keeps_the_data_and_the_password_from_other_users()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await using var postgres = await folder.StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Data));
        Assert.Contains(Path.Combine(folder.Data, "todo.password"), Directory.EnumerateFiles(folder.Data));
    }

    [Theory]
    [InlineData("700", false)]
    [InlineData("755", true)]
    [UnsupportedOSPlatform("windows")]
    public async Task Runs_as_an_unprivileged_user_and_with_a_capability_only_below_a_folder_that_only_root_may_enter(string mode, bool without)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root has to hand the server to another user.");
        File.SetUnixFileMode(folder.Path, (UnixFileMode)Convert.ToInt32(mode, 8));

        await using var postgres = await folder.StartAsync();

        var status = await File.ReadAllLinesAsync($"/proc/{folder.ServerId()}/status", TestContext.Current.CancellationToken);
        Assert.DoesNotContain(status, line => line.StartsWith("Uid:\t0", StringComparison.Ordinal));
        Assert.Equal(without, status.Contains("CapEff:\t0000000000000000"));
    }
}
