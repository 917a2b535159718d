namespace Todo.Api.DevServices;

/// <summary>The development database cannot be had; the message is one line for the person at the terminal and names the next step.</summary>
internal sealed class DevServicesException(string message, Exception? inner = null) : Exception(message, inner);
