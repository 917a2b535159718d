using System.Security.Cryptography;
using System.Text;
using Todo.Api.Settings;

namespace Todo.Api.Security;

/// <summary>What a token must look like to be believed.</summary>
/// <param name="Secret">The bytes of <c>BETTER_AUTH_SECRET</c>: the UTF-8 of its text, as Better Auth and jose use it.</param>
/// <param name="Algorithm">What a shared-secret token must be signed with.</param>
/// <param name="Issuer">Required <c>iss</c>, if any.</param>
/// <param name="Audience">Required <c>aud</c>, if any.</param>
internal sealed record JwtOptions(byte[] Secret, string Algorithm, string? Issuer, string? Audience)
{
    internal const int MinSecretBytes = 32;

    private static readonly string[] Algorithms = ["HS256", "HS384", "HS512"];

    internal static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    internal static JwtOptions From(AppSettings settings, string dataFolder)
    {
        var algorithm = settings.Text("JWT_ALGORITHM") ?? Algorithms[0];
        if (!Algorithms.Contains(algorithm))
        {
            settings.Problem("JWT_ALGORITHM", $"must be one of {string.Join(", ", Algorithms)}");
        }

        var secret = settings.Text("BETTER_AUTH_SECRET") ?? (settings.IsDevelopment ? DevelopmentSecret(dataFolder) : null);
        if (secret is null)
        {
            settings.Problem("BETTER_AUTH_SECRET", $"is missing; set the same secret as in the front end, at least {MinSecretBytes} bytes (openssl rand -base64 32)");
        }
        else if (Encoding.UTF8.GetByteCount(secret) < MinSecretBytes)
        {
            settings.Problem("BETTER_AUTH_SECRET", $"is too short; at least {MinSecretBytes} bytes are needed (openssl rand -base64 32)");
        }

        return new JwtOptions(Encoding.UTF8.GetBytes(secret ?? ""), algorithm, settings.Text("JWT_ISSUER"), settings.Text("JWT_AUDIENCE"));
    }

    /// <summary>Made once and kept, so that tokens outlive a restart.</summary>
    private static string DevelopmentSecret(string dataFolder)
    {
        var file = Path.Combine(dataFolder, "better-auth-secret");
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(dataFolder);
            var fresh = $"{file}.{Environment.ProcessId}";
            using (var stream = new FileStream(fresh, OwnerOnly()))
            {
                stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(MinSecretBytes))));
            }

            PutInPlace(fresh, file);
        }

        return File.ReadAllText(file);
    }

    // Of several instances that start at once the first one's secret stays.
    private static void PutInPlace(string fresh, string file)
    {
        try
        {
            File.Move(fresh, file, overwrite: false);
        }
        catch (IOException) when (File.Exists(file))
        {
            File.Delete(fresh);
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
