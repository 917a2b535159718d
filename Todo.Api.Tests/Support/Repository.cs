namespace Todo.Api.Tests.Support;

/// <summary>The folder that the solution lies in, for tests that read what is committed.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find();

    internal static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Todo.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("Todo.sln is in no folder above the tests.");
    }
}
