using System.Diagnostics;
using System.Globalization;

namespace Todo.Api.DevServices;

/// <summary>
/// Who runs PostgreSQL's programs. PostgreSQL refuses to run as root, so root hands them to the owner of the data, or to
/// <c>postgres</c> or <c>nobody</c>. Everybody else runs them as themselves.
/// </summary>
internal sealed class ServerUser
{
    private readonly string _folder;
    private readonly Account? _account;

    private ServerUser(string folder, Account? account) => (_folder, _account) = (folder, account);

    /// <summary>The user for the data folder <paramref name="data"/>, which need not exist yet.</summary>
    internal static ServerUser For(string data)
    {
        var folder = Path.GetDirectoryName(data)!;
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return new ServerUser(folder, null);
        }

        // Data that an ordinary user made stays that user's: one "sudo dotnet run" must not lock them out.
        if (Directory.Exists(data) && Unix.OwnerOf(data) is { Uid: not 0 } owner)
        {
            return new ServerUser(folder, Account.All().FirstOrDefault(account => account.Uid == owner.Uid) ?? new Account(null, owner.Uid, owner.Gid));
        }

        var accounts = Account.All().ToList();
        var unprivileged = accounts.Find(account => account.Name == "postgres") ?? accounts.Find(account => account.Name == "nobody")
            ?? throw new DevServicesException("PostgreSQL refuses to run as root and there is no user postgres or nobody: run as an ordinary user, or set DATABASE_URL.");
        var user = new ServerUser(folder, unprivileged);
        if (Directory.Exists(data))
        {
            user.OwnTree(data);
        }

        return user;
    }

    /// <summary>Hands over a file or folder that we made for the server.</summary>
    internal void Own(string path)
    {
        if (_account is not null && !OperatingSystem.IsWindows())
        {
            Unix.ChangeOwner(path, _account.Uid, _account.Gid);
        }
    }

    internal ProcessStartInfo Command(string program, params IEnumerable<string> arguments)
    {
        var start = Start(program, arguments);

        // Root's working directory may be closed to the server's user, and PGPORT and its kin would configure the server behind our back.
        // Without a usable locale PostgreSQL does not start on macOS.
        start.WorkingDirectory = Path.GetPathRoot(_folder);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private ProcessStartInfo Start(string program, IEnumerable<string> arguments)
    {
        if (_account is null || OperatingSystem.IsWindows())
        {
            return new ProcessStartInfo(program, arguments);
        }

        var closed = Unix.ClosedToOthers(_folder) ?? Unix.ClosedToOthers(Path.GetDirectoryName(program)!);
        if (closed is null && _account.Name is not null)
        {
            return new ProcessStartInfo(program, arguments) { UserName = _account.Name };
        }

        var capability = closed is null ? null : Unix.CapabilityToReach();
        if (Unix.FindProgram("setpriv") is not { } setpriv || (closed is not null && capability is null))
        {
            throw new DevServicesException(
                $"PostgreSQL refuses to run as root, and the user {_account} cannot reach {closed ?? _folder}: open it (chmod o+x), install setpriv (util-linux), run as an ordinary user, or set DATABASE_URL.");
        }

        return new ProcessStartInfo(setpriv, [.. SetprivOptions(_account, capability), program, .. arguments]);
    }

    /// <summary>
    /// Below a folder that only root may enter (/root, mktemp -d) the capability lets the user through; PostgreSQL minds the user id only.
    /// Without no_setuid_fixup, access(2) would ignore the capability, and PostgreSQL asks it whether its own programs are executable.
    /// </summary>
    private static IEnumerable<string> SetprivOptions(Account account, string? capability) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"--reuid={account.Uid}"),
        string.Create(CultureInfo.InvariantCulture, $"--regid={account.Gid}"),
        "--clear-groups",
        .. capability is null ? [] : new[] { "--securebits=+no_setuid_fixup", $"--inh-caps=+{capability}", $"--ambient-caps=+{capability}" },
    ];

    private void OwnTree(string data)
    {
        Own(data);
        foreach (var entry in Directory.EnumerateFileSystemEntries(data, "*", SearchOption.AllDirectories))
        {
            Own(entry);
        }
    }

    private sealed record Account(string? Name, uint Uid, uint Gid)
    {
        internal static IEnumerable<Account> All() =>
            from line in File.ReadLines("/etc/passwd")
            where !line.StartsWith('#')
            let fields = line.Split(':')
            where fields.Length > 3
            select new Account(fields[0], Id(fields[2]), Id(fields[3]));

        public override string ToString() => Name ?? Uid.ToString(CultureInfo.InvariantCulture);

        // macOS writes nobody's id as -2.
        private static uint Id(string text) => unchecked((uint)long.Parse(text, CultureInfo.InvariantCulture));
    }
}
