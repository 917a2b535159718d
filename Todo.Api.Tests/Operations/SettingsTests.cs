using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Operations;

/// <summary>What a person sees who starts the program with settings that are not right.</summary>
public sealed class SettingsTests(TodoApi api)
{
    private const string Hidden = "hunter2-hunter2";

    [Fact]
    public async Task All_problems_are_told_at_once_and_no_secret_is()
    {
        var outcome = await TodoProcess.RunAsync([],
        [
            ("ENVIRONMENT", "production"),
            ("DATABASE_URL", $"mysql://todo:{Hidden}@db.example.com/todo"),
            ("BETTER_AUTH_SECRET", Hidden),
            ("JWT_ALGORITHM", "none"),
            ("BETTER_AUTH_URL", "app.example.com"),
            ("ACCESS_TOKEN_EXPIRE_MINUTES", "0"),
            ("LOCAL_AUTH", "perhaps"),
            ("PORT", "http"),
            ("CORS_ORIGINS", "https://app.example.com/path"),
            ("RATE_LIMIT_PER_MINUTE", "-1"),
            ("AUTH_RATE_LIMIT_PER_MINUTE", "many"),
            ("REDIS_URL", $"redis://todo:{Hidden}@"),
            ("LOG_LEVEL", "loud"),
            ("MIGRATE_ON_START", "2"),
            ("DATABASE_POOL_SIZE", "0"),
            ("TRUSTED_PROXIES", "10.0.0.5, proxy"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317"),
        ]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(
            [
                "ACCESS_TOKEN_EXPIRE_MINUTES", "AUTH_RATE_LIMIT_PER_MINUTE", "BETTER_AUTH_SECRET", "BETTER_AUTH_URL", "CORS_ORIGINS", "DATABASE_POOL_SIZE",
                "DATABASE_URL", "JWT_ALGORITHM", "LOCAL_AUTH", "LOG_LEVEL", "MIGRATE_ON_START", "OTEL_EXPORTER_OTLP_ENDPOINT", "PORT", "RATE_LIMIT_PER_MINUTE", "REDIS_URL", "TRUSTED_PROXIES",
            ],
            outcome.ErrorLines.Select(line => line.Split(':')[0]).Order(StringComparer.Ordinal));
        AssertNothingInternal(outcome);
    }

    [Fact]
    public async Task Nothing_but_spaces_is_nothing()
    {
        var outcome = await TodoProcess.RunAsync([], [("ENVIRONMENT", " production "), ("DATABASE_URL", "  "), ("BETTER_AUTH_SECRET", "\t")]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal(2, outcome.ErrorLines.Length);
        Assert.Contains(outcome.ErrorLines, line => line.StartsWith("DATABASE_URL: is missing; set it to postgresql://", StringComparison.Ordinal));
        Assert.Contains(outcome.ErrorLines, line => line.StartsWith("BETTER_AUTH_SECRET: is missing;", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ENVIRONMENT", "prod", "must be development or production")]
    [InlineData("TRUSTED_PROXIES", ",", "names no proxy")]
    [InlineData("TRASH_DAYS", "0", "must be a whole number from 1 to 3650")]
    [InlineData("TRASH_DAYS", "forever", "must be a whole number from 1 to 3650")]
    [InlineData("LIST_ENVELOPE", "to do", "must be the name of a member")]
    [InlineData("LIST_ENVELOPE", "total", "must be the name of a member")]
    [InlineData("ASPNETCORE_URLS", "localhost:8000", "must be addresses such as http://127.0.0.1:8000")]
    [InlineData("NEON_DB_URL", $"postgresql://todo:{Hidden}@db.example.com:port/todo", "has no usable host")]
    [InlineData("DATABASE_READ_URL", $"mysql://todo:{Hidden}@db.example.com/todo", "is not readable: it must be postgresql://")]
    public async Task Names_what_would_be_right(string name, string value, string expected)
    {
        var outcome = await TodoProcess.RunAsync([], [(name, value)]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"{name}: {expected}", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        AssertNothingInternal(outcome);
    }

    [Fact]
    public async Task The_environment_wins_over_the_file()
    {
        var outcome = await TodoProcess.RunAsync(
            ["token", "ada"], [("BETTER_AUTH_SECRET", TodoApi.Secret)], $"# a comment\nBETTER_AUTH_SECRET={Hidden}\nPORT=no port\nJWT_ALGORITHM=HS384\n");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("HS384", System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(outcome.Output.Split('.')[0])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_not_repeated()
    {
        var outcome = await TodoProcess.RunAsync([], [], $"PORT=8000\nBETTER_AUTH_SECRET {Hidden}\n");

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith(".env: cannot be read", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        AssertNothingInternal(outcome);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var outcome = await TodoProcess.RunAsync([], [.. Usable(await api.Databases.CreateAsync()), ("PORT", port)]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("PORT: the port is in use already", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        AssertNothingInternal(outcome);
    }

    [Theory]
    [InlineData("--migrate")]
    [InlineData]
    public async Task A_database_that_is_not_there_is_one_line(params string[] arguments)
    {
        var outcome = await TodoProcess.RunAsync(arguments,
            [("DATABASE_URL", $"postgresql://todo:{Hidden}@127.0.0.1:{TodoProcess.FreePort()}/todo"), ("BETTER_AUTH_SECRET", TodoApi.Secret)]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("DATABASE_URL: the database does not answer", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        AssertNothingInternal(outcome);
    }

    [Theory]
    [InlineData("LATIN1", "--migrate", "false")]
    [InlineData("LATIN1", "", "true")]
    [InlineData("LATIN1", "", "false")]
    [InlineData("SQL_ASCII", "", "true")]
    [InlineData("SQL_ASCII", "", "false")]
    public async Task A_database_of_another_encoding_is_one_line(string encoding, string argument, string migrateOnStart)
    {
        var connection = await api.Databases.CreateEmptyAsync($"TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc");

        var outcome = await TodoProcess.RunAsync(
            argument.Length == 0 ? [] : [argument], [.. Usable(connection), ("MIGRATE_ON_START", migrateOnStart), ("PORT", $"{TodoProcess.FreePort()}")]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith($"DATABASE_URL: the database's encoding is {encoding}, but it must be UTF8", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        AssertNothingInternal(outcome);
    }

    [Fact]
    public async Task Migrates_on_demand_and_tells_what_it_ignores()
    {
        var connection = await api.Databases.CreateEmptyAsync();
        (string, string)[] settings = [.. Usable($"{connection};target_session_attrs=any"), ("ENVIRONMENT", "production")];

        var (process, client) = await TodoProcess.ServeAsync(settings);
        await using var _ = process;
        using var __ = client;
        using var behind = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        await behind.AssertProblemAsync(HttpStatusCode.ServiceUnavailable, "SERVICE_UNAVAILABLE");
        Assert.Contains("DATABASE_URL: ignores target_session_attrs", Assert.Single(process.Output.Split('\n'), line => line.Contains("ignores", StringComparison.Ordinal)), StringComparison.Ordinal);

        var outcome = await TodoProcess.RunAsync(["--migrate"], settings);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("The database is up to date.", outcome.Output, StringComparison.Ordinal);

        using var ready = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Theory]
    [InlineData("token")]
    [InlineData("token", "")]
    public async Task A_token_needs_a_user(params string[] arguments)
    {
        var outcome = await TodoProcess.RunAsync(arguments, [("BETTER_AUTH_SECRET", TodoApi.Secret)]);

        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("Whose token?", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_needs_a_user_who_can_exist()
    {
        var outcome = await TodoProcess.RunAsync(["token", "Tasks"], [("BETTER_AUTH_SECRET", TodoApi.Secret)]);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("That is no user id", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private static (string Name, string Value)[] Usable(string connection) => [("DATABASE_URL", connection), ("BETTER_AUTH_SECRET", TodoApi.Secret)];

    private static void AssertNothingInternal(TodoProcess.Outcome outcome)
    {
        Assert.DoesNotContain(Hidden, outcome.Errors + outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors + outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", outcome.Errors + outcome.Output, StringComparison.Ordinal);
    }
}
