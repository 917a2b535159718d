using Microsoft.AspNetCore.Cors.Infrastructure;
using Todo.Api.Features.Auth;
using Todo.Api.Features.Tasks;
using Todo.Api.Features.Trash;
using Todo.Api.Limits;
using Todo.Api.Observability;
using Todo.Api.Persistence.Connection;
using Todo.Api.Responses;
using Todo.Api.Security;
using Todo.Api.Settings;

namespace Todo.Api.Hosting;

/// <summary>All settings, each read by the room that uses it. Problems are collected in <see cref="AppSettings"/>, to be told together.</summary>
internal sealed record ApiSettings(
    JwtOptions Jwt,
    LocalAuthSettings LocalAuth,
    DatabaseSettings Database,
    CorsPolicy Cors,
    ForwardedHeadersOptions Proxies,
    RateLimitSettings RateLimits,
    ListEnvelope ListEnvelope,
    TrashSettings Trash,
    Uri? Collector)
{
    internal static ApiSettings From(AppSettings settings)
    {
        var jwt = JwtOptions.From(settings, HostSettings.DataFolder());
        return new ApiSettings(
            jwt,
            LocalAuthSettings.From(settings, jwt),
            DatabaseSettings.From(settings),
            CorsSettings.From(settings),
            ProxySettings.From(settings),
            RateLimitSettings.From(settings),
            ListEnvelope.From(settings),
            TrashSettings.From(settings),
            Telemetry.CollectorFrom(settings));
    }
}
