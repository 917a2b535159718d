using Microsoft.IdentityModel.Tokens;

namespace Todo.Api.Security;

/// <summary>
/// Lets a key verify what it was published for and nothing else: IdentityModel 5.7.2 takes the algorithm from the token, and would check PS256 with a key
/// that says RS256.
/// </summary>
internal sealed class PinnedCryptoProviderFactory : CryptoProviderFactory
{
    private readonly string[] _algorithms;

    internal PinnedCryptoProviderFactory(string[] algorithms)
    {
        _algorithms = algorithms;

        // Providers would be kept under the key's id, where a key that was replaced under the same id could answer for the new one.
        CacheSignatureProviders = false;
    }

    public override bool IsSupportedAlgorithm(string algorithm, SecurityKey key) =>
        _algorithms.Contains(algorithm) && base.IsSupportedAlgorithm(algorithm, key);
}
