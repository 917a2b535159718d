using FluentValidation;

namespace Todo.Api.Validation;

/// <summary>What all texts have in common: length in Unicode code points, and no control characters.</summary>
internal static class TextRules
{
    internal static IRuleBuilderOptions<T, string?> MaxCodePoints<T>(this IRuleBuilder<T, string?> rule, int max) => rule
        .Must(text => text is null || CodePoints(text) <= max)
        .WithMessage($"must be at most {max} characters long");

    /// <summary>A line: no control characters at all. PostgreSQL cannot keep NUL, and a title has no lines.</summary>
    internal static IRuleBuilderOptions<T, string?> SingleLine<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || !text.Any(char.IsControl))
        .WithMessage("must not contain control characters");

    /// <summary>Lines: of the control characters only tab, CR and LF.</summary>
    internal static IRuleBuilderOptions<T, string?> MultiLine<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || !text.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n')))
        .WithMessage("must not contain control characters other than tab and line breaks");

    internal static IRuleBuilderOptions<T, string?> NotBlank<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => !string.IsNullOrEmpty(text))
        .WithMessage("must not be empty");

    private static int CodePoints(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
