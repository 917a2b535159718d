using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Todo.Api.Security;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security.Keys;

/// <summary>A key pair that signs tokens by hand, so that they can be wrong in every way.</summary>
internal sealed record SigningKey(string Id, string Algorithm, object PublicKey, Func<byte[], byte[]> Sign)
{
    internal static SigningKey Es256(string? id = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        id ??= Guid.NewGuid().ToString("n");
        var jwk = new { kty = "EC", crv = "P-256", alg = "ES256", kid = id, x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) };
        return new SigningKey(id, "ES256", jwk, data => key.SignData(data, HashAlgorithmName.SHA256));
    }

    internal static SigningKey EdDsa(string? id = null)
    {
        var algorithm = NSec.Cryptography.SignatureAlgorithm.Ed25519;
        var key = NSec.Cryptography.Key.Create(algorithm);
        id ??= Guid.NewGuid().ToString("n");
        var x = Base64Url.EncodeToString(key.PublicKey.Export(NSec.Cryptography.KeyBlobFormat.RawPublicKey));
        return new SigningKey(id, "EdDSA", new { kty = "OKP", crv = "Ed25519", alg = "EdDSA", kid = id, x }, data => algorithm.Sign(key, data));
    }

    internal string Token(object payload, object? header = null)
    {
        var signed = $"{Tokens.Encode(JsonSerializer.Serialize(header ?? new { alg = Algorithm, kid = Id }))}.{Tokens.Encode(JsonSerializer.Serialize(payload))}";
        return $"{signed}.{Base64Url.EncodeToString(Sign(Encoding.ASCII.GetBytes(signed)))}";
    }
}

/// <summary>The rules of production for tokens of a key set.</summary>
internal static class KeySetRules
{
    internal static TokenValidationParameters For(BaseConfigurationManager keys) =>
        Authentication.KeySetRules(new JwtOptions(Secret: null, "HS256", KeySet: null, Issuer: null, Audience: null, IsIssuerExplicit: false), keys);

    /// <summary>Looks at nothing but the signature.</summary>
    internal static async Task<bool> VerifiesAsync(this OpenIdConnectConfiguration keys, string token)
    {
        var rules = For(new StaticConfigurationManager<OpenIdConnectConfiguration>(keys));
        rules.ValidateLifetime = false;
        return (await new JsonWebTokenHandler().ValidateTokenAsync(token, rules)).IsValid;
    }
}

/// <summary>Publishes a key set that tests can change, on a port of this machine.</summary>
internal sealed class KeyServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private int _requests;

    private KeyServer(SigningKey[] keys)
    {
        Keys = keys;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(context =>
        {
            Interlocked.Increment(ref _requests);
            return context.Response.WriteAsJsonAsync(new { keys = Keys.Select(key => key.PublicKey) });
        });
    }

    internal SigningKey[] Keys { get; set; }

    internal int Requests => _requests;

    internal string Url => $"{_server.Urls.Single()}/jwks";

    internal static async Task<KeyServer> RunAsync(params SigningKey[] keys)
    {
        var server = new KeyServer(keys);
        await server._server.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
