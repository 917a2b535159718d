using System.Globalization;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.OpenApi;

namespace Todo.Api.OpenApi;

/// <summary>Reads the limits of a member off the rules that enforce them.</summary>
internal static class MemberLimits
{
    internal static void Apply(OpenApiSchema schema, IValidator validator, string member)
    {
        foreach (var (rule, _) in validator.CreateDescriptor().GetValidatorsForMember(member))
        {
            switch (rule)
            {
                case INotEmptyValidator:
                    schema.MinLength = 1;
                    break;

                case ILengthValidator length:
                    schema.MinLength = length.Min > 0 ? length.Min : schema.MinLength;
                    schema.MaxLength = length.Max > 0 ? length.Max : schema.MaxLength;
                    break;

                case IBetweenValidator between:
                    (schema.Minimum, schema.Maximum) = (Text(between.From), Text(between.To));
                    break;

                case IComparisonValidator { Comparison: Comparison.GreaterThanOrEqual } comparison:
                    schema.Minimum = Text(comparison.ValueToCompare);
                    break;
            }
        }
    }

    private static string? Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture);
}
