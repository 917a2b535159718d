using System.Text.Json;
using Todo.Api.Requests;
using Todo.Api.Responses;

namespace Todo.Api.OpenApi;

/// <summary>What a body record says of itself, for code that has only its type.</summary>
internal abstract class RequestBodyFacts
{
    internal abstract bool IsOptional { get; }

    internal abstract IReadOnlyList<string> MediaTypes { get; }

    /// <summary>Fields of a form that says the same, and the members that they are; none where no form is taken.</summary>
    internal abstract IReadOnlyDictionary<string, string?> FormFields { get; }

    /// <summary>What is said of a body whose first member has the wrong type.</summary>
    internal abstract FieldErrors Refusal(JsonSerializerOptions options);

    internal static RequestBodyFacts Of(Type record) => (RequestBodyFacts)Activator.CreateInstance(typeof(RequestBodyFacts<>).MakeGenericType(record))!;
}

internal sealed class RequestBodyFacts<T> : RequestBodyFacts where T : class, IJsonBody<T>
{
    internal override bool IsOptional => T.IsOptional;

    internal override IReadOnlyList<string> MediaTypes => T.MediaTypes;

    internal override IReadOnlyDictionary<string, string?> FormFields => T.FormFields;

    internal override FieldErrors Refusal(JsonSerializerOptions options)
    {
        var errors = new FieldErrors();
        var member = RequestMember.AllOf(typeof(T), options)[0];
        errors.Add(member.Name, member.Expected);
        return errors;
    }
}
