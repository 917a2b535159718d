using Todo.Api.Responses;

namespace Todo.Api.Features.Auth;

internal static class AuthErrors
{
    internal static readonly ApiError InvalidCredentials = new(401, "INVALID_CREDENTIALS", "E-mail or password is wrong.");
    internal static readonly ApiError EmailTaken = new(409, "EMAIL_TAKEN", "There is an account with this e-mail already. Sign in instead.");
}
