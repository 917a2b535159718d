namespace Todo.Bench;

/// <summary>The sources that this bench was built from.</summary>
internal static class Repository
{
    private static readonly string Root = Find();

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

        throw new BenchException("Todo.sln is in no folder above the bench: run it from its repository, as 'dotnet run -c Release --project bench'.");
    }
}
