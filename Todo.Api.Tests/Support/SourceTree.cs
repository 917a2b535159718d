using System.Runtime.CompilerServices;

namespace Todo.Api.Tests.Support;

/// <summary>The source of the application, for conventions that only the text shows.</summary>
internal static class SourceTree
{
    internal static string Api { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", "Todo.Api"));

    internal static IEnumerable<string> Files(params string[] folders) =>
        Directory.EnumerateFiles(Path.Combine([Api, .. folders]), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Api, file).Split(Path.DirectorySeparatorChar)[0].StartsWith("obj", StringComparison.Ordinal)
                && !Path.GetRelativePath(Api, file).StartsWith("bin", StringComparison.Ordinal));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
