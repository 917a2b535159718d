namespace Todo.Api.Responses.Conditional;

/// <summary>A resource with a version. Answers with one carry it as <c>ETag</c>, and lists of them a tag over all of theirs.</summary>
internal interface IVersioned
{
    long Id { get; }

    /// <summary>Grows with every change of what a client sees.</summary>
    long Version { get; }
}
