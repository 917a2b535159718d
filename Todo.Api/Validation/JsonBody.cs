using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace Todo.Api.Validation;

/// <summary>
/// A request that is the JSON object in the body. Minimal APIs bind before any endpoint filter runs, and nobody is told what is wrong
/// with a body before 401 and 403: binding hands out a blank, and the group's <see cref="ValidationFilter"/> puts the real one in its place.
/// </summary>
internal interface IJsonBody<TSelf> where TSelf : class, IJsonBody<TSelf>
{
    /// <summary>Whether a request without a body means the same as one without members.</summary>
    static virtual bool IsOptional => false;

    /// <summary>Media types that are taken.</summary>
    static virtual IReadOnlyList<string> MediaTypes => ["application/json"];

    /// <summary>Fields of an <c>application/x-www-form-urlencoded</c> body and the members that they are; a field that is nothing here is ignored.</summary>
    static virtual IReadOnlyDictionary<string, string?> FormFields => ReadOnlyDictionary<string, string?>.Empty;

    static ValueTask<TSelf?> BindAsync(HttpContext context) => ValueTask.FromResult<TSelf?>(Blank<TSelf>.Instance);
}

/// <summary>A request that is the query string; see <see cref="IJsonBody{TSelf}"/> for why binding hands out a blank.</summary>
internal interface IQuery<TSelf> where TSelf : class, IQuery<TSelf>
{
    static ValueTask<TSelf?> BindAsync(HttpContext context) => ValueTask.FromResult<TSelf?>(Blank<TSelf>.Instance);
}

internal static class Blank<T> where T : class
{
    internal static readonly T Instance = (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
}
