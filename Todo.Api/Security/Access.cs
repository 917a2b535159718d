namespace Todo.Api.Security;

/// <summary>Who may call an endpoint. Every endpoint declares it.</summary>
internal sealed record Access(string Who)
{
    internal static readonly Access Anyone = new("anyone");

    /// <summary>Every caller with a valid token.</summary>
    internal static readonly Access Known = new("known");

    /// <summary>The user whose path it is.</summary>
    internal static readonly Access Owner = new("owner");
}
