using Todo.Api.Requests;

namespace Todo.Api.Features.Lists.DeleteList;

/// <summary>What becomes of the tasks.</summary>
internal sealed record DeleteListRequest : IQuery<DeleteListRequest>
{
    /// <summary>keep moves them to the inbox, trash to the trash, with what is below them. Needed where the list has tasks.</summary>
    public FateOfTasks? Tasks { get; init; }
}

/// <summary>What becomes of the tasks of a list that is deleted.</summary>
internal enum FateOfTasks
{
    Keep,
    Trash,
}
