namespace Todo.Api.Features.Tags;

/// <summary>A tag as clients see it.</summary>
/// <param name="Name">In the spelling that it was given first, or by a rename.</param>
/// <param name="Count">How many tasks have it, those in the trash aside.</param>
/// <example>{ "name": "home", "count": 3 }</example>
internal sealed record TagResponse(string Name, int Count);
