using System.Collections.ObjectModel;

namespace Todo.Api.Requests;

/// <summary>
/// A request that is the JSON object in the body. Minimal APIs bind before any endpoint filter runs, and nobody is told what is wrong
/// with a body before 401 and 403: the group's <see cref="ValidationFilter"/> reads it when that is settled, and binding hands out what it read.
/// </summary>
internal interface IJsonBody<TSelf> where TSelf : class, IJsonBody<TSelf>
{
    /// <summary>Whether a request without a body means the same as one without members.</summary>
    static virtual bool IsOptional => false;

    /// <summary>Media types that are taken.</summary>
    static virtual IReadOnlyList<string> MediaTypes => ["application/json"];

    /// <summary>Fields of an <c>application/x-www-form-urlencoded</c> body and the members that they are; a field that is nothing here is ignored.</summary>
    static virtual IReadOnlyDictionary<string, string?> FormFields => ReadOnlyDictionary<string, string?>.Empty;

    static ValueTask<TSelf?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<TSelf>());
}

/// <summary>A request that is the query string; see <see cref="IJsonBody{TSelf}"/> for when it is read.</summary>
internal interface IQuery<TSelf> where TSelf : class, IQuery<TSelf>
{
    static ValueTask<TSelf?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<TSelf>());
}
