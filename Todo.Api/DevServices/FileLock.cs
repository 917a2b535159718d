namespace Todo.Api.DevServices;

/// <summary>
/// Locks between processes that the operating system releases with the process, however it ends. On Unix a <see cref="FileStream"/> is
/// <c>flock</c>ed: shared when opened for reading with <see cref="FileShare.Read"/>, exclusively with <see cref="FileShare.None"/>.
/// The files stay where they are: deleting one would let two processes hold "the" lock, each on a file of its own.
/// </summary>
internal static class FileLock
{
    private static readonly int[] Taken = [unchecked((int)0x80070020), 11, 35];     // Windows, Linux, macOS

    internal static async Task<IDisposable> TakeAsync(string path, FileShare share, CancellationToken ct)
    {
        IDisposable? held;
        while ((held = TryTake(path, share)) is null)
        {
            await Task.Delay(25, ct);
        }

        return held;
    }

    internal static IDisposable? TryTake(string path, FileShare share)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, share == FileShare.None ? FileAccess.ReadWrite : FileAccess.Read, share);
        }
        catch (IOException e) when (Taken.Contains(e.HResult))
        {
            return null;
        }
    }
}
