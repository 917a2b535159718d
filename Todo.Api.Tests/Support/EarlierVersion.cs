using System.Diagnostics;
using System.Formats.Tar;

namespace Todo.Api.Tests.Support;

/// <summary>The API of an earlier commit, built once into a folder that git ignores.</summary>
internal static class EarlierVersion
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The program of this commit.</summary>
    internal static async Task<string> BuildAsync(string commit)
    {
        var target = Repository.PathOf("Todo.Api.Tests", "obj", $"earlier-version-{commit}");
        if (!Directory.Exists(target))
        {
            // Moved into place when it is complete: what was interrupted does not count.
            var source = Directory.CreateTempSubdirectory("todo-earlier-version-");
            try
            {
                await ExtractAsync(commit, source);
                var built = $"{target}-{Guid.NewGuid():N}";

                // Servers of the build would keep its output open after its end.
                string[] publish = ["publish", "Todo.Api", "--output", built, "--disable-build-servers", "--nologo", "--verbosity", "quiet"];
                await RunAsync(new ProcessStartInfo("dotnet", publish) { WorkingDirectory = source.FullName }, output => output.CopyToAsync(Stream.Null, Ct));
                Directory.Move(built, target);
            }
            finally
            {
                source.Delete(recursive: true);
            }
        }

        return Path.Combine(target, "Todo.Api.dll");
    }

    private static async Task ExtractAsync(string commit, DirectoryInfo target)
    {
        try
        {
            await RunAsync(
                new ProcessStartInfo(Needs.Program("git"), ["-C", Repository.Root, "archive", "--format=tar", commit]),
                output => TarFile.ExtractToDirectoryAsync(output, target.FullName, overwriteFiles: false, Ct));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A copy of the files alone, or a shallow clone, has nothing to compare with. The count of skipped tests tells.
            Assert.Skip($"Commit {commit} is not in this clone; get the whole history with \"git fetch --unshallow\" (in a workflow: fetch-depth: 0). {e.Message}");
        }
    }

    private static async Task RunAsync(ProcessStartInfo start, Func<Stream, Task> readOutput)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Ct);
        var output = readOutput(process.StandardOutput.BaseStream);
        await process.WaitForExitAsync(Ct);
        Assert.True(process.ExitCode == 0, $"{start.FileName} {string.Join(' ', start.ArgumentList)}: {await errors}");
        await output;
    }
}
