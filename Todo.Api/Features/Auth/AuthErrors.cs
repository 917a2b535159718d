using Todo.Api.Responses;

namespace Todo.Api.Features.Auth;

internal static class AuthErrors
{
    internal static readonly ApiError InvalidCredentials = new(401, "INVALID_CREDENTIALS", "Invalid email or password.");
    internal static readonly ApiError EmailTaken = new(409, "EMAIL_TAKEN", "Email already registered. An account with it already exists; sign in instead.");
}
