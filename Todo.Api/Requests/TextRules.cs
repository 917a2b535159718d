using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using FluentValidation;
using FluentValidation.Validators;

namespace Todo.Api.Requests;

/// <summary>What all texts have in common: length in Unicode code points, and no control characters.</summary>
internal static class TextRules
{
    internal static IRuleBuilderOptions<T, string?> MaxCodePoints<T>(this IRuleBuilder<T, string?> rule, int max) => rule
        .SetValidator(new CodePointsValidator<T>(min: 0, max))
        .WithMessage($"must be at most {max} characters long");

    internal static IRuleBuilderOptions<T, string?> MinCodePoints<T>(this IRuleBuilder<T, string?> rule, int min) => rule
        .SetValidator(new CodePointsValidator<T>(min, max: -1))
        .WithMessage($"must be at least {min} characters long");

    /// <summary>A line: no control characters at all. PostgreSQL cannot keep NUL, and a title has no lines.</summary>
    internal static IRuleBuilderOptions<T, string?> SingleLine<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || !text.Any(char.IsControl))
        .WithMessage("must not contain control characters");

    /// <summary>Lines: of the control characters only tab, CR and LF.</summary>
    internal static IRuleBuilderOptions<T, string?> MultiLine<T>(this IRuleBuilder<T, string?> rule) => rule
        .Must(text => text is null || !text.Any(c => char.IsControl(c) && c is not ('\t' or '\r' or '\n')))
        .WithMessage("must not contain control characters other than tab and line breaks");

    internal static IRuleBuilderOptions<T, string?> NotBlank<T>(this IRuleBuilder<T, string?> rule) => rule
        .SetValidator(new NotBlankValidator<T>())
        .WithMessage("must not be empty");

    internal static bool IsBlank([NotNullWhen(false)] string? text) => text?.EnumerateRunes().Any(IsVisible) is not true;

    /// <summary>Whether there is something to see: neither white space nor one of Unicode's default-ignorable code points.</summary>
    private static bool IsVisible(Rune rune) =>
        !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format
        && rune.Value is not (0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164 or (>= 0xFE00 and <= 0xFE0F)
            or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF));

    // Kinds of the library's own rules, so that the OpenAPI document can read them.
    private sealed class CodePointsValidator<T>(int min, int max) : LengthValidator<T>(min, max)
    {
        public override bool IsValid(ValidationContext<T> context, string? value) =>
            value?.EnumerateRunes().Count() is not { } length || (length >= Min && (Max < 0 || length <= Max));
    }

    private sealed class NotBlankValidator<T> : NotEmptyValidator<T, string?>
    {
        public override bool IsValid(ValidationContext<T> context, string? value) => !IsBlank(value);
    }
}
