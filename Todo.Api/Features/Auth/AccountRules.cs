using FluentValidation;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Auth;

/// <summary>What an e-mail, a name and a password of a local account must be like.</summary>
internal static class AccountRules
{
    /// <summary>One @ with something on both sides: whether it can be reached, only a message could tell.</summary>
    internal static IRuleBuilderOptions<T, string?> Email<T>(this IRuleBuilder<T, string?> rule) => rule
        .MaxCodePoints(User.MaxEmailLength)
        .SingleLine()
        .Must(email => email?.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !email.Any(char.IsWhiteSpace))
        .WithMessage("must be an e-mail address");

    internal static IRuleBuilderOptions<T, string?> NewPassword<T>(this IRuleBuilder<T, string?> rule) => rule
        .MinCodePoints(Passwords.MinCharacters)
        .Must(password => password is null || Passwords.CanHash(password))
        .WithMessage($"must be at most {Passwords.MaxBytes} bytes long (an accented letter takes two, an emoji four) and contain no NUL");
}
