using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Todo.Api.Settings;

namespace Todo.Api.Hosting;

/// <summary>The reverse proxies that may say where a request came from, and whether over HTTPS.</summary>
internal static class ProxySettings
{
    private const string Name = "TRUSTED_PROXIES";

    /// <summary>Believes <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> of the proxies named in <c>TRUSTED_PROXIES</c> only.</summary>
    internal static ForwardedHeadersOptions From(AppSettings settings)
    {
        if (settings.Text(Name) is not { } text)
        {
            return new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.None };
        }

        // There may be several proxies in a row, each of them one of these.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        var entries = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var entry in entries)
        {
            if (IPAddress.TryParse(entry, out var address))
            {
                options.KnownProxies.Add(address);
            }
            else if (System.Net.IPNetwork.TryParse(entry, out var network))
            {
                options.KnownIPNetworks.Add(network);
            }
            else
            {
                settings.Problem(Name, $"'{entry}' is not an address such as 10.0.0.5 or a network such as 10.0.0.0/8; separate several by commas");
            }
        }

        // Without any, the framework would believe every sender.
        if (entries.Length == 0)
        {
            settings.Problem(Name, "names no proxy; leave it out, or name their addresses or networks");
        }

        return options;
    }
}
