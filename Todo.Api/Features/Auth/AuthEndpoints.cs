using Todo.Api.Features.Auth.GetMe;
using Todo.Api.Features.Auth.Login;
using Todo.Api.Features.Auth.Logout;
using Todo.Api.Features.Auth.Refresh;
using Todo.Api.Features.Auth.Register;
using Todo.Api.OpenApi;
using Todo.Api.Requests;

namespace Todo.Api.Features.Auth;

internal static class AuthEndpoints
{
    internal static IServiceCollection AddAuth(this IServiceCollection services, LocalAuthSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<AccessTokens>()
        .AddSingleton<Passwords>();

    internal static void MapAuth(this IEndpointRouteBuilder app, LocalAuthSettings settings)
    {
        var auth = app.MapGroup("/api/auth")
            .WithMetadata(new DocumentTag("Auth", "Local accounts, for those who run without Better Auth. Off in production unless `LOCAL_AUTH=true`."))
            .ValidateRequests();

        auth.MapGetMe();
        if (!settings.IsEnabled)
        {
            return;
        }

        auth.MapRegister();
        auth.MapLogin();
        auth.MapRefresh();
        auth.MapLogout();
    }
}
