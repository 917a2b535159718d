using System.Security.Cryptography;

namespace Todo.Api.Security;

/// <summary>The secret of Development where none is set: made once and kept, so that tokens outlive a restart.</summary>
internal static class DevelopmentSecret
{
    internal static string Read(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "better-auth-secret");
        if (File.Exists(file))
        {
            return File.ReadAllText(file);
        }

        // Written beside its place and moved there complete: of several instances that start at once the first one's secret stays.
        var draft = $"{file}.{Environment.ProcessId}";
        Directory.CreateDirectory(dataFolder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new StreamWriter(draft, options))
        {
            stream.Write(RandomNumberGenerator.GetHexString(2 * JwtOptions.MinSecretBytes, lowercase: true));
        }

        try
        {
            File.Move(draft, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(draft);
        }

        return File.ReadAllText(file);
    }
}
