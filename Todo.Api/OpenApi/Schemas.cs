using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Requests;

namespace Todo.Api.OpenApi;

/// <summary>What the framework does not see of our types: how they stand on the wire, the limits of their validators, and what they are called.</summary>
internal sealed class Schemas : IOpenApiSchemaTransformer
{
    // The framework keeps the comment of a member here when its type has a schema by name, and whether the member may be null.
    internal const string MemberComment = "x-ref-description";
    private const string NullableMember = "x-is-nullable-property";

    private static readonly string[] Suffixes = ["Request", "Response"];

    /// <summary>The name under which a schema is shared: <c>SessionResponse</c> is a <c>Session</c>. What is a value on the wire is written out where it stands.</summary>
    internal static string? NameOf(JsonTypeInfo type)
    {
        if (type.Type is { IsValueType: true, IsEnum: false } || IsText(type.Type))
        {
            return null;
        }

        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return Array.Find(Suffixes, suffix => name?.EndsWith(suffix, StringComparison.Ordinal) is true) is { } suffix ? name![..^suffix.Length] : name;
    }

    public async Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type.IsEnum)
        {
            (schema.Type, schema.Enum) = (JsonSchemaType.String, [.. WireType.NamesOf(type).Select(name => (JsonNode)name)]);
            if (type != context.JsonTypeInfo.Type)
            {
                schema.Type |= JsonSchemaType.Null;
                schema.Enum.Add(JsonNullSentinel.JsonNull);
            }
        }
        else if (IsText(type))
        {
            var isNullable = type != context.JsonTypeInfo.Type || context.JsonPropertyInfo is { IsSetNullable: true };
            schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            (schema.Properties, schema.Required) = (null, null);
        }

        if (context.JsonPropertyInfo is { } member && IsLeftOutWhenNull(member))
        {
            schema.Type &= ~JsonSchemaType.Null;
            schema.Metadata?.Remove(NullableMember);
        }

        if (context.JsonTypeInfo.PolymorphismOptions is { TypeDiscriminatorPropertyName: var discriminator })
        {
            // The framework says this of the choice alone, and generated types make the member optional then.
            foreach (var choice in schema.AnyOf!.Cast<OpenApiSchema>())
            {
                choice.Type = JsonSchemaType.Object;
                choice.Required!.Add(discriminator);
            }
        }

        foreach (var property in context.JsonTypeInfo.Properties)
        {
            if (property.AttributeProvider?.GetCustomAttributes(typeof(ReadAsAttribute), inherit: false) is [ReadAsAttribute { Type: var read }])
            {
                DescribeAs(schema, property.Name, await context.GetOrCreateSchemaAsync(read, null, cancellationToken));
            }
        }

        if (context.ApplicationServices.GetService(typeof(IValidator<>).MakeGenericType(type)) is IValidator validator)
        {
            await DescribeMembersAsync(schema, validator, context, cancellationToken);
        }
    }

    /// <summary>Shows what is in a member that is kept as JSON.</summary>
    private static void DescribeAs(OpenApiSchema record, string member, OpenApiSchema content)
    {
        var property = (OpenApiSchema)record.Properties![member];
        if (property.Type == JsonSchemaType.Array)
        {
            property.Items = content;
        }
        else
        {
            record.Properties[member] = content;
            content.Metadata![MemberComment] = property.Description!;
        }
    }

    private static async Task DescribeMembersAsync(OpenApiSchema schema, IValidator validator, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        foreach (var member in RequestMember.AllOf(context.JsonTypeInfo.Type, context.JsonTypeInfo.Options))
        {
            var property = (OpenApiSchema)schema.Properties![member.Name];
            if (member.IsOptional)
            {
                var value = await context.GetOrCreateSchemaAsync(member.ValueType, null, ct);
                (property.Type, property.Format, property.Enum, property.Items) = (value.Type, value.Format, value.Enum, value.Items);
                (property.Properties, property.Required) = (null, null);
                property.Type |= member.IsNullable ? JsonSchemaType.Null : 0;
            }

            ApplyLimits(property, validator, member.Name);
        }
    }

    /// <summary>Reads the limits of a member off the rules that enforce them.</summary>
    private static void ApplyLimits(OpenApiSchema schema, IValidator validator, string member)
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

    /// <summary>Whether values of a type of our own are texts that it reads itself.</summary>
    private static bool IsText(Type type) =>
        type.IsDefined(typeof(DescriptionAttribute)) && type.GetInterface(typeof(IParsable<>).Name) is not null;

    private static bool IsLeftOutWhenNull(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: false) is [JsonIgnoreAttribute { Condition: JsonIgnoreCondition.WhenWritingNull }];
}
