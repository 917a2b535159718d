namespace Todo.Bench;

/// <summary>Another server that serves the requests of the scenarios, to compare the API with.</summary>
/// <param name="Name">In the tables.</param>
/// <param name="Command">Starts it, in a shell.</param>
internal sealed record Peer(string Name, string Command)
{
    /// <summary>NAME=COMMAND</summary>
    internal static Peer Parse(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } command] && name is not (BenchRun.Api or BenchRun.Floor)
            ? new Peer(name, command)
            : throw new BenchException($"--peer needs a name and a command, as in --peer 'fastify=node /srv/fastify/app.js', not '{text}'.");
}
