using System.Text.Json;
using Todo.Api.Requests;
using Todo.Api.Responses;

namespace Todo.Api.OpenApi;

/// <summary>What a query record says of itself, for code that has only its type.</summary>
internal abstract class RequestQueryFacts
{
    /// <summary>What is said of a query whose first parameter nobody understands.</summary>
    internal abstract FieldErrors Refusal(JsonSerializerOptions options);

    internal static RequestQueryFacts Of(Type record) => (RequestQueryFacts)Activator.CreateInstance(typeof(RequestQueryFacts<>).MakeGenericType(record))!;
}

internal sealed class RequestQueryFacts<T> : RequestQueryFacts where T : class, IQuery<T>
{
    internal override FieldErrors Refusal(JsonSerializerOptions options)
    {
        var errors = new FieldErrors();
        var member = RequestMember.AllOf(typeof(T), options)[0];
        errors.Add(member.Name, member.Expected);
        return errors;
    }
}
