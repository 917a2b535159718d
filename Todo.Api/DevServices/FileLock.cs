namespace Todo.Api.DevServices;

/// <summary>
/// Locks between processes that the operating system releases with the process, however it ends. On Unix a <see cref="FileStream"/> is
/// <c>flock</c>ed: shared when opened for reading with <see cref="FileShare.Read"/>, exclusively with <see cref="FileShare.None"/>.
/// The files stay where they are: deleting one would let two processes hold "the" lock, each on a file of its own.
/// </summary>
internal static class FileLock
{
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(25);

    internal static async Task<IDisposable> ExclusiveAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            if (TryExclusive(path) is { } held)
            {
                return held;
            }

            await Task.Delay(RetryDelay, ct);
        }
    }

    internal static IDisposable? TryExclusive(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
        {
            return null;
        }
    }

    internal static IDisposable Shared(string path) => new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
}
