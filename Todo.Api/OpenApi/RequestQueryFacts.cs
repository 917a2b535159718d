using System.Reflection;
using Todo.Api.Requests;
using Todo.Api.Responses;

namespace Todo.Api.OpenApi;

/// <summary>What a query record says of itself, for code that has only its type.</summary>
internal abstract class RequestQueryFacts
{
    /// <summary>What is said of a query whose first parameter nobody understands.</summary>
    internal abstract FieldErrors Refusal();

    internal static RequestQueryFacts Of(Type record) => (RequestQueryFacts)Activator.CreateInstance(typeof(RequestQueryFacts<>).MakeGenericType(record))!;
}

internal sealed class RequestQueryFacts<T> : RequestQueryFacts where T : class, IQuery<T>
{
    internal override FieldErrors Refusal()
    {
        var member = QueryMember<T>.Of(typeof(T).GetProperties(BindingFlags.Instance | BindingFlags.Public).First(property => property.CanWrite));
        var errors = new FieldErrors();
        errors.Add(member.Name, member.Read("?", Activator.CreateInstance<T>())!);
        return errors;
    }
}
