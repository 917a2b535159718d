namespace Todo.Api.Json;

/// <summary>A member that a merge patch (RFC 7396) may leave out: absent is not the same as <c>null</c>.</summary>
internal readonly record struct Optional<T>(T Value)
{
    /// <summary>Whether the member was there; <see langword="false"/> for the default value of this type.</summary>
    internal bool IsPresent { get; } = true;
}
