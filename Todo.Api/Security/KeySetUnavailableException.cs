namespace Todo.Api.Security;

/// <summary>The key that a token names is not known, and the key set cannot be asked for it at the moment.</summary>
internal sealed class KeySetUnavailableException() : Exception("The key set cannot be asked at the moment.");
