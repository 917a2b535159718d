using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentValidation;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Todo.Api.Requests;

namespace Todo.Api.OpenApi;

/// <summary>
/// The record that an endpoint reads from body or query. It binds itself, so the framework does not see it: members come from its
/// properties, limits from its validator, texts from its XML comments.
/// </summary>
internal sealed class RequestRecord
{
    // Where the framework keeps the comment of a member whose type has a comment of its own.
    private const string MemberComment = "x-ref-description";

    private readonly Type _type;
    private readonly IServiceProvider _services;
    private readonly IValidator _validator;
    private readonly IOpenApiSchema _comments;

    private RequestRecord(Type type, IServiceProvider services, IOpenApiSchema comments)
    {
        _type = type;
        _services = services;
        _comments = comments;
        _validator = (IValidator)services.GetRequiredService(typeof(IValidator<>).MakeGenericType(type));
    }

    internal Type Type => _type;

    internal string? Description => _comments.Description;

    internal JsonNode? Example => _type.GetCustomAttribute<ExampleAttribute>() is { } example ? JsonNode.Parse(example.Json) : null;

    /// <summary>The record of an endpoint that implements the given interface; nothing when it has none.</summary>
    internal static async Task<RequestRecord?> FindAsync(OpenApiOperationTransformerContext context, Type definition, CancellationToken ct) =>
        TypeOf(context, definition) is { } type
            ? new RequestRecord(type, context.ApplicationServices, await context.GetOrCreateSchemaAsync(type, null, ct))
            : null;

    internal static Type? TypeOf(OpenApiOperationTransformerContext context, Type definition) => context.Description.ActionDescriptor.EndpointMetadata
        .OfType<MethodInfo>()
        .SelectMany(handler => handler.GetParameters())
        .Select(parameter => parameter.ParameterType)
        .FirstOrDefault(type => Array.Exists(type.GetInterfaces(), candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition));

    internal IEnumerable<RequestRecordMember> Members(OpenApiDocument document)
    {
        var nullability = new NullabilityInfoContext();
        var defaults = Activator.CreateInstance(_type)!;

        foreach (var property in _type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.CanWrite))
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            var (type, value) = (property.PropertyType, nullability.Create(property));
            var isOptional = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);
            if (isOptional)
            {
                (type, value) = (type.GenericTypeArguments[0], value.GenericTypeArguments[0]);
            }

            var schema = ValueSchemas.In(document, Nullable.GetUnderlyingType(type) ?? type, Comment(name));
            if (schema is OpenApiSchema own)
            {
                Limits.Apply(own, _validator, name);
            }

            var isRequired = property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute));
            yield return new RequestRecordMember(
                name,
                schema,
                IsNullable: value.WriteState == NullabilityState.Nullable,
                isRequired,
                isRequired || isOptional ? null : Node(property.GetValue(defaults)),
                property.GetCustomAttribute<ExampleAttribute>() is { } example ? JsonNode.Parse(example.Json) : null);
        }
    }

    private JsonNode? Node(object? value) =>
        value is null ? null : JsonSerializer.SerializeToNode(value, value.GetType() is { IsEnum: true } type && !HasConverter(type) ? Names : Options);

    private bool HasConverter(Type type) => Options.Converters.Any(converter => converter.CanConvert(type));

    private JsonSerializerOptions Options => _services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

    // Enumerations that stand in query strings only have no converter of their own.
    private static readonly JsonSerializerOptions Names = new()
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private string? Comment(string member) => _comments.Properties is { } properties && properties.TryGetValue(member, out var schema) ? Comment(schema) : null;

    private static string? Comment(IOpenApiSchema schema) =>
        schema is OpenApiSchema { Metadata: { } metadata } && metadata.TryGetValue(MemberComment, out var comment)
            ? (string)comment
            : schema.OneOf?.Select(Comment).FirstOrDefault(text => text is not null) ?? schema.Description;
}

/// <summary>A member of a request record.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Schema">What it may be, <c>null</c> aside.</param>
/// <param name="IsNullable">Whether it may be <c>null</c>.</param>
/// <param name="IsRequired">Whether a request without it is refused.</param>
/// <param name="Default">What its absence means, if that is a value.</param>
/// <param name="Example">A value to show.</param>
internal sealed record RequestRecordMember(string Name, IOpenApiSchema Schema, bool IsNullable, bool IsRequired, JsonNode? Default, JsonNode? Example);
