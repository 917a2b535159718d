using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace Todo.Api.Responses;

/// <summary>A problem document (RFC 9457) with the members that front ends read.</summary>
/// <param name="Type">Always <c>about:blank</c>: the status and <c>error_code</c> say everything.</param>
/// <param name="Title">The standard phrase of the status.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One line that a person can be shown.</param>
/// <param name="ErrorCode">What a program decides by.</param>
/// <param name="Timestamp">When it happened, UTC.</param>
/// <param name="RequestId">The same as the X-Request-Id header; quote it when asking for help.</param>
/// <param name="Errors">Only for validation: what is wrong, by field.</param>
/// <param name="Current">Only where something else has changed it: the resource as it is now.</param>
/// <param name="Results">Only where a batch failed as a whole: what became of each of its operations.</param>
internal sealed record Problem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string ErrorCode,
    DateTime Timestamp,
    string RequestId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object? Current = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<object>? Results = null)
{
    internal static Problem From(ApiError error, DateTime timestamp, string requestId, string? detail, FieldErrors? errors, object? current = null) => new(
        "about:blank",
        ReasonPhrases.GetReasonPhrase(error.Status),
        error.Status,
        detail ?? errors?.Summary ?? error.Detail,
        error.Code,
        timestamp,
        requestId,
        errors?.ByField,
        current);
}
