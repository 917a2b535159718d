using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>The rules of a request record, for a request of its own and for one that stands in the body of another.</summary>
internal sealed class RecordReader<T>(IValidator<T> validator, IOptions<JsonOptions> json) where T : class, IJsonBody<T>
{
    private readonly RequestMembers _members = new(typeof(T), json.Value.SerializerOptions);

    /// <summary>Reads and validates a JSON object.</summary>
    internal T Read(JsonElement body, FieldErrors errors)
    {
        var record = Activator.CreateInstance<T>();
        new MemberReader(_members, record, errors).Read(body, T.IgnoredMembers);
        validator.AddErrors(record, errors);
        return record;
    }
}
