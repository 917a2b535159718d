using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Todo.Api.Persistence.Connection;

/// <summary>The pieces of a DATABASE_URL: what decodes, what is a port, what is a host.</summary>
internal static class DatabaseUrlText
{
    internal static bool TryReadPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;

    /// <summary>A name, an address or the folder of a socket, with or without a port: what Npgsql can split without stumbling.</summary>
    internal static bool IsHost(string host)
    {
        var colon = host.LastIndexOf(':');
        if (host.StartsWith('/'))
            return colon < 0;
        if (host.Length == 0 || colon == 0 || host.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || "#/\\\"'<>@=".Contains(c)))
            return false;

        var hasPort = colon > 0 && (host.IndexOf(':') == colon || host[colon - 1] == ']');
        return !hasPort || TryReadPort(host[(colon + 1)..], out _);
    }

    /// <summary>Strict where Uri.UnescapeDataString leaves a broken escape standing: a password must not change on its way.</summary>
    internal static bool TryDecode(string text, out string decoded)
    {
        decoded = text;
        if (!text.Contains('%'))
            return true;

        var source = Encoding.UTF8.GetBytes(text);
        var bytes = new byte[source.Length];
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            bytes[length] = source[i];
            if (source[i] == '%')
            {
                if (i + 2 >= source.Length || !char.IsAsciiHexDigit((char)source[i + 1]) || !char.IsAsciiHexDigit((char)source[i + 2]))
                    return false;
                bytes[length] = byte.Parse(source.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                i += 2;
            }

            if (bytes[length++] == 0)
                return false;
        }

        decoded = Encoding.UTF8.GetString(bytes, 0, length);
        return Utf8.IsValid(bytes.AsSpan(0, length));
    }
}
