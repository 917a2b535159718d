using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security;

/// <summary>What a token is asked beyond the standard checks, and the line in the log that says why one was refused. The token itself is never in it.</summary>
internal sealed partial class TokenEvents(JwtOptions jwt, ILogger<TokenEvents> log) : JwtBearerEvents
{
    public override Task TokenValidated(TokenValidatedContext context)
    {
        var token = (JsonWebToken)context.SecurityToken;
        var problem = token.TryGetHeaderValue("crit", out object? _) ? "its header names rules (crit) that are not known here" : null;
        if (problem is null && CurrentUser.From(token) is { } user)
        {
            context.Principal = user;
        }
        else
        {
            problem ??= "it names no user, or one whose id cannot be used";
            LogRefused(problem);
            context.Fail(problem);
        }

        return Task.CompletedTask;
    }

    public override Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        var reason = ReasonOf(context.Exception);
        LogRefused(reason);

        // Whatever a strange value of a token makes the handler throw, it is a token that does not pass, and no error of ours.
        context.Fail(context.Exception);
        return Task.CompletedTask;
    }

    private string ReasonOf(Exception exception) => exception switch
    {
        KeySetUnavailableException => "its key is not known, and the key set cannot be asked for it now",
        SecurityTokenExpiredException expired => $"it expired at {expired.Expires:u}",
        SecurityTokenNoExpirationException => "it has no expiry (exp)",
        SecurityTokenNotYetValidException early => $"it is not valid before {early.NotBefore:u}",
        SecurityTokenInvalidIssuerException issuer => $"its issuer (iss) is '{issuer.InvalidIssuer}', expected is '{jwt.Issuer}'",
        SecurityTokenInvalidAudienceException audience => $"its audience (aud) is '{audience.InvalidAudience}', expected is '{jwt.Audience}'",
        SecurityTokenInvalidTypeException type => $"its type (typ) is '{type.InvalidType}'",
        SecurityTokenInvalidSignatureException => "its signature fits no key for its algorithm",
        ArgumentException => "it is not a readable JWT",
        _ => $"it cannot be validated ({exception.GetType().Name})",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "A token was refused: {Reason}")]
    private partial void LogRefused(string reason);
}
