using System.Globalization;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace Todo.Api.OpenApi;

/// <summary>Reads the limits of a member off the rules that enforce them.</summary>
internal static class Limits
{
    internal static void Apply(OpenApiSchema schema, IValidator validator, string member)
    {
        var rules = validator.CreateDescriptor().Rules
            .Where(rule => rule.PropertyName == member)
            .SelectMany(rule => rule.Components)
            .Select(component => component.Validator);

        foreach (var rule in rules)
        {
            Apply(schema, rule);
        }
    }

    private static void Apply(OpenApiSchema schema, IPropertyValidator rule)
    {
        switch (rule)
        {
            case INotEmptyValidator when schema.Type == JsonSchemaType.String:
                schema.MinLength = 1;
                break;

            case ILengthValidator length:
                schema.MinLength = length.Min > 0 ? length.Min : schema.MinLength;
                schema.MaxLength = length.Max > 0 ? length.Max : schema.MaxLength;
                break;

            case IBetweenValidator between:
                schema.Minimum = Text(between.From);
                schema.Maximum = Text(between.To);
                break;

            case IComparisonValidator { Comparison: Comparison.GreaterThanOrEqual } comparison:
                schema.Minimum = Text(comparison.ValueToCompare);
                break;

            case IComparisonValidator { Comparison: Comparison.LessThanOrEqual } comparison:
                schema.Maximum = Text(comparison.ValueToCompare);
                break;
        }
    }

    private static string? Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
