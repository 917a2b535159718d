namespace Todo.Bench;

/// <summary>A server with its database, ready to be measured.</summary>
/// <param name="Name">In the tables.</param>
/// <param name="Server">The process.</param>
/// <param name="DatabaseName">Its name on the server.</param>
/// <param name="Database">Its connection string.</param>
/// <param name="LastSeeded">The highest id of a task before the first write.</param>
internal sealed record Target(string Name, ServerProcess Server, string DatabaseName, string Database, long LastSeeded);
