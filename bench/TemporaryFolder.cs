namespace Todo.Bench;

/// <summary>Holds everything that the bench makes besides its results, and goes with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("todo-bench-");

    internal TemporaryFolder()
    {
        // When root runs the bench, PostgreSQL runs as another user and has to pass through. Its data are closed to others all the same.
        if (!OperatingSystem.IsWindows())
        {
            _folder.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        }
    }

    internal string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
