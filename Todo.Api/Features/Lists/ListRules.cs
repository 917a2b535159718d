using FluentValidation;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Lists;

/// <summary>The rules of what a client gives a list.</summary>
internal static class ListRules
{
    internal static IRuleBuilderOptions<T, string?> ListName<T>(this IRuleBuilder<T, string?> rule) => rule
        .NotBlank().MaxCodePoints(TaskList.MaxNameLength).SingleLine();

    internal static IRuleBuilderOptions<T, string?> Color<T>(this IRuleBuilder<T, string?> rule) => rule
        .Matches(@"^#[0-9a-f]{6}\z").WithMessage("must be a color such as #ff8800, or null");
}
