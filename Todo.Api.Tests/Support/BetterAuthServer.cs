using System.ComponentModel;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;

namespace Todo.Api.Tests.Support;

/// <summary>A user who signed up, and the first token that Better Auth issued for them.</summary>
internal sealed record BetterAuthUser(string Id, string Email, string Cookie, string Token);

/// <summary>
/// A real Better Auth on a port of this machine. Its packages come from npm, once, into the folder obj; where that cannot be, the tests that need it are
/// skipped, and with CI=true they fail.
/// </summary>
internal sealed class BetterAuthServer : IAsyncDisposable
{
    internal const string Secret = "a secret of the tests that is long enough";

    private static readonly Lazy<Task<string>> Installation = new(InstallAsync);

    private readonly Process _process;
    private readonly Task<string> _errors;

    // Every user brings a cookie of their own.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });

    private BetterAuthServer(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The origin, which is the issuer and the audience of its tokens too.</summary>
    internal string Url { get; private set; } = "";

    internal Uri KeySetUrl => new($"{Url}/api/auth/jwks");

    /// <param name="algorithm">EdDSA, ES256, ES512, RS256, PS256, or HS256 with the <see cref="Secret"/>.</param>
    /// <param name="ct">Ends the wait.</param>
    internal static async Task<BetterAuthServer> RunAsync(string algorithm, CancellationToken ct)
    {
        var start = new ProcessStartInfo("node", "server.mjs")
        {
            WorkingDirectory = await InstalledAsync(ct),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ALGORITHM"] = algorithm, ["BETTER_AUTH_SECRET"] = Secret },
        };

        var server = new BetterAuthServer(Process.Start(start)!);

        try
        {
            server.Url = await server.ReadLineAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A new user with a new e-mail address.</summary>
    internal async Task<BetterAuthUser> SignUpAsync(CancellationToken ct)
    {
        var email = $"{Guid.NewGuid():n}@example.com";

        using var response = await _http.PostAsJsonAsync($"{Url}/api/auth/sign-up/email", new { name = "Ada", email, password = "correct horse" }, ct);
        response.EnsureSuccessStatusCode();

        var body = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
        var cookie = string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(value => value.Split(';')[0]));
        var user = new BetterAuthUser(body.GetProperty("user").GetProperty("id").GetString()!, email, cookie, "");

        return user with { Token = await NewTokenAsync(user, ct) };
    }

    /// <summary>What a front end gets when it asks with the session of the user.</summary>
    internal async Task<string> NewTokenAsync(BetterAuthUser user, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Url}/api/auth/token") { Headers = { { "Cookie", user.Cookie } } };
        using var response = await _http.SendAsync(request, ct);
        response.EnsureSuccessStatusCode();

        return (await response.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("token").GetString()!;
    }

    /// <summary>The next token is signed with a new key, and the old one is published no more.</summary>
    internal Task RotateAsync(CancellationToken ct) => CommandAsync("rotate", ct);

    /// <summary>Closes the port; users and keys are kept.</summary>
    internal Task StopAsync(CancellationToken ct) => CommandAsync("stop", ct);

    /// <summary>Comes back on the same port.</summary>
    internal Task StartAsync(CancellationToken ct) => CommandAsync("start", ct);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();

        if (!_process.HasExited)
            _process.Kill();

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task CommandAsync(string command, CancellationToken ct)
    {
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), ct);
        await _process.StandardInput.FlushAsync(ct);

        Assert.Equal(command, await ReadLineAsync(ct));
    }

    private async Task<string> ReadLineAsync(CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));

        return await _process.StandardOutput.ReadLineAsync(patience.Token)
            ?? throw new InvalidOperationException($"Better Auth ended: {await _errors}");
    }

    private static async Task<string> InstalledAsync(CancellationToken ct)
    {
        try
        {
            return await Installation.Value.WaitAsync(ct);
        }
        catch (NotInstalledException e) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    private static async Task<string> InstallAsync()
    {
        var project = ProjectFolder();
        var sources = Directory.GetFiles(Path.Combine(project, "Support", "BetterAuthServer"));
        var content = sources.Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes).ToArray();
        var folder = Path.Combine(project, "obj", "better-auth", Convert.ToHexStringLower(SHA256.HashData(content))[..16]);

        await RunToolAsync("node", "--version", project);

        if (Directory.Exists(folder))
            return folder;

        // Elsewhere first: what is at its place is complete, also when two runs of the tests install at a time.
        var draft = Directory.CreateDirectory($"{folder}.{Guid.NewGuid():n}").FullName;

        foreach (var source in sources)
            File.Copy(source, Path.Combine(draft, Path.GetFileName(source)));

        try
        {
            await RunToolAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci --ignore-scripts --no-audit --no-fund", draft);
            Directory.Move(draft, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // The other run was faster.
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }

        return folder;
    }

    private static async Task RunToolAsync(string tool, string arguments, string folder)
    {
        var start = new ProcessStartInfo(tool, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        try
        {
            using var process = Process.Start(start)!;
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));

            try
            {
                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw new NotInstalledException($"Better Auth cannot be installed: {tool} {arguments} takes too long");
            }

            await output;

            if (process.ExitCode != 0)
                throw new NotInstalledException($"Better Auth cannot be installed: {tool} {arguments} failed: {await errors}");
        }
        catch (Win32Exception e)
        {
            throw new NotInstalledException($"Better Auth needs Node: {tool} cannot be started ({e.Message})");
        }
    }

    private static string ProjectFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Todo.Api.Tests.csproj")))
            folder = folder.Parent;

        return folder?.FullName ?? throw new NotInstalledException("Better Auth is not beside the tests: they run outside the project's folder");
    }

    private sealed class NotInstalledException(string message) : Exception(message);
}
