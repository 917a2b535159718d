using Todo.Api.Security;
using Todo.Api.Settings;

namespace Todo.Api.Features.Auth;

/// <summary>Local accounts, for those who run without Better Auth.</summary>
/// <param name="IsEnabled">Whether registering is open.</param>
/// <param name="AccessTokenLife">How long the tokens issued here are valid.</param>
internal sealed record LocalAuthSettings(bool IsEnabled, TimeSpan AccessTokenLife)
{
    private const int DefaultMinutes = 7 * 24 * 60;
    private const int MaxMinutes = 365 * 24 * 60;

    internal static LocalAuthSettings From(AppSettings settings, JwtOptions jwt)
    {
        var isEnabled = settings.Flag("LOCAL_AUTH", otherwise: settings.IsDevelopment);
        if (isEnabled && jwt.Secret is null)
        {
            settings.Problem("LOCAL_AUTH", "needs BETTER_AUTH_SECRET to sign tokens with; set it, or switch LOCAL_AUTH off");
        }

        return new LocalAuthSettings(isEnabled, TimeSpan.FromMinutes(settings.Number("ACCESS_TOKEN_EXPIRE_MINUTES", DefaultMinutes, min: 1, MaxMinutes)));
    }
}
