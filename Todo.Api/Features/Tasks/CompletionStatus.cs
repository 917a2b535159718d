using Todo.Api.Requests;

namespace Todo.Api.Features.Tasks;

/// <summary>The words that other APIs have for <c>completed</c>.</summary>
internal enum CompletionStatus
{
    [OtherNames("todo", "active", "incomplete", "open")]
    Pending = 0,

    [OtherNames("done")]
    Completed = 1,
}
