using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Todo.Api.Limits;

/// <summary>How many requests a caller may send in a window of a minute; 0 for any number.</summary>
internal sealed record RateLimitPolicy(string Name, int Limit)
{
    internal const int WindowSeconds = 60;

    internal string Header { get; } = string.Create(CultureInfo.InvariantCulture, $"\"{Name}\";q={Limit};w={WindowSeconds}");
}

/// <summary>A user, or where none is known an address, and the policy that holds where the request goes.</summary>
internal readonly record struct Caller(RateLimitPolicy Policy, string? UserId, string? Address)
{
    internal static Caller From(HttpContext context, RateLimitPolicy policy) => context.User.Identity?.Name is { } userId
        ? new(policy, userId, null)
        : new(policy, null, AddressOf(context.Connection.RemoteIpAddress));

    /// <summary>The name in Redis, the same on all instances.</summary>
    public override string ToString() => UserId is null ? $"{Policy.Name}:address:{Address}" : $"{Policy.Name}:user:{UserId}";

    // Of an IPv6 address the network: a customer has 2^64 of them.
    private static string? AddressOf(IPAddress? address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address?.ToString(),
    };
}
