namespace Todo.Api.Requests;

/// <summary>A member that a merge patch (RFC 7396) may leave out: absent is not the same as <c>null</c>.</summary>
internal readonly record struct Optional<T>(T Value)
{
    /// <summary>Whether the member was there; <see langword="false"/> for the default value of this type.</summary>
    internal bool IsPresent { get; } = true;

    internal T Or(T otherwise) => IsPresent ? Value : otherwise;
}

internal static class OptionalValues
{
    /// <summary>The value, or null where it was left out.</summary>
    internal static T? OrNull<T>(this Optional<T> optional) where T : struct => optional.IsPresent ? optional.Value : null;
}
