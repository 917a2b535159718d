using System.Diagnostics;
using System.Security.Cryptography;

namespace Todo.Api.Tests.Support;

/// <summary>The npm packages of Contract/Tools, installed once per lock file into a folder that git ignores.</summary>
internal static class ContractTools
{
    private static readonly SemaphoreSlim Installing = new(1);

    private static string Source => Repository.PathOf("Todo.Api.Tests", "Contract", "Tools");

    /// <summary>A copy of the committed files in a folder of one's own beside the packages; the caller deletes it.</summary>
    internal static async Task<DirectoryInfo> NewFolderAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(await InstalledAsync(), $"run-{Guid.NewGuid():N}"));
        foreach (var file in Directory.GetFiles(Source).Where(file => Path.GetExtension(file) is ".ts" or ".mjs"))
        {
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }

        return folder;
    }

    /// <summary>Runs a script of a package with node; its exit code and all that it wrote.</summary>
    internal static Task<(int ExitCode, string Output)> RunAsync(DirectoryInfo folder, string script, params string[] arguments) =>
        ExecuteAsync(Needs.Program("node"), folder.FullName, [Path.Combine(folder.Parent!.FullName, "node_modules", script), .. arguments]);

    private static async Task<string> InstalledAsync()
    {
        var npm = Needs.Program("npm");
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"), TestContext.Current.CancellationToken);
        var target = Repository.PathOf("Todo.Api.Tests", "obj", $"contract-tools-{Convert.ToHexStringLower(SHA256.HashData(lockFile).AsSpan(0, 6))}");

        await Installing.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!Directory.Exists(target))
            {
                // Moved into place when it is complete: what was interrupted does not count.
                var unfinished = Directory.CreateDirectory($"{target}-{Guid.NewGuid():N}");
                File.Copy(Path.Combine(Source, "package.json"), Path.Combine(unfinished.FullName, "package.json"));
                File.Copy(Path.Combine(Source, "package-lock.json"), Path.Combine(unfinished.FullName, "package-lock.json"));
                var (exitCode, output) = await ExecuteAsync(npm, unfinished.FullName, ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
                Assert.True(exitCode == 0, output);
                unfinished.MoveTo(target);
            }
        }
        finally
        {
            Installing.Release();
        }

        return target;
    }

    private static async Task<(int ExitCode, string Output)> ExecuteAsync(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // The linter reports its use and looks for newer versions of itself unless told not to.
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";

        using var process = Process.Start(start)!;
        var ct = TestContext.Current.CancellationToken;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, $"{await output}\n{await errors}");
    }
}
