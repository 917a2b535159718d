using System.Globalization;

namespace Todo.Api.DevServices;

/// <summary>The files of one server: its data with the password in them, and its log beside them.</summary>
internal sealed class Cluster
{
    internal const string Role = "todo";
    internal const string Database = "todo";

    /// <summary>The password lies in the data folder, so that the one cannot be lost without the other.</summary>
    internal const string PasswordFile = "todo.password";

    private const long LogLimit = 10_000_000;

    internal Cluster(string folder)
    {
        Data = Path.Combine(folder, "postgres");
        Log = Path.Combine(folder, "postgres.log");
        User = ServerUser.For(Data);
    }

    internal string Data { get; }

    internal string Log { get; }

    internal ServerUser User { get; }

    /// <summary>A cluster that exists is complete: it gets its name last.</summary>
    internal bool Exists => Directory.Exists(Data);

    internal int? Major => Exists ? int.Parse(ReadOwn("PG_VERSION"), CultureInfo.InvariantCulture) : null;

    internal string Password => ReadOwn(PasswordFile);

    /// <summary>The server's user cannot make files in our folder, so the log must be there.</summary>
    internal void PrepareLog()
    {
        if (new FileInfo(Log) is { Exists: true, Length: > LogLimit })
        {
            File.Delete(Log);
        }

        using (new FileStream(Log, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite))
        {
            User.Own(Log);
        }
    }

    private string ReadOwn(string name)
    {
        try
        {
            return File.ReadAllText(Path.Combine(Data, name)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DevServicesException(
                $"The data in {Data} cannot be opened ({e.Message}): run as its owner, or move the folder away to begin with an empty database.", e);
        }
    }
}
