using FluentValidation;
using Todo.Api.Persistence.Entities;
using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks;

/// <summary>The names of tags, as a client gives them.</summary>
internal static class TagNames
{
    internal static IReadOnlyList<string>? Trim(IReadOnlyList<string>? names) => names?.Select(name => name.Trim()).ToArray();

    /// <summary>The rules of a task's tags. Those that differ in case only are one; the database sees to that.</summary>
    internal static IRuleBuilderOptions<T, IReadOnlyList<string>?> Tags<T>(this IRuleBuilder<T, IReadOnlyList<string>?> rule) => rule
        .Must(names => names is not { Count: > TaskItem.MaxTags }).WithMessage($"must be at most {TaskItem.MaxTags}")
        .Must(names => names?.Any(TextRules.IsBlank) is not true).WithMessage("must not have an empty name")
        .Must(names => names?.Any(name => name.EnumerateRunes().Count() > Tag.MaxNameLength) is not true).WithMessage($"must have names of at most {Tag.MaxNameLength} characters")
        .Must(names => names?.Any(name => name.Any(c => c == ',' || char.IsControl(c))) is not true).WithMessage("must have names without commas and control characters");

    /// <summary>The rules of one tag's name.</summary>
    internal static IRuleBuilderOptions<T, string?> TagName<T>(this IRuleBuilder<T, string?> rule) => rule
        .NotBlank().MaxCodePoints(Tag.MaxNameLength).SingleLine()
        .Must(name => name?.Contains(',', StringComparison.Ordinal) is not true).WithMessage("must not contain commas");
}
