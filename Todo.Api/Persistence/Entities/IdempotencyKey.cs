namespace Todo.Api.Persistence.Entities;

/// <summary>A request that came with an <c>Idempotency-Key</c>, and its answer; written in the transaction that the request ran in.</summary>
internal sealed class IdempotencyKey : IOwned
{
    internal const int MaxLength = 255;

    /// <summary>How long the answer is kept; after that the key is free again.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromHours(24);

    private IdempotencyKey()
    {
    }

    public string UserId { get; private init; } = "";

    public string Key { get; private init; } = "";

    /// <summary>What the same request has as well.</summary>
    public byte[] Fingerprint { get; private init; } = [];

    public int Status { get; private init; }

    /// <summary>As on the wire: name, colon, value.</summary>
    public string[] Headers { get; private init; } = [];

    public byte[] Body { get; private init; } = [];

    public DateTime CreatedAt { get; private init; }
}
