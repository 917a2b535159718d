namespace Todo.Bench;

/// <summary>A kind of load; what it sends stands in the Lua file of its name.</summary>
/// <param name="Name">Also of the file in the folder Scenarios.</param>
/// <param name="Writes">Whether it leaves the table other than it was.</param>
internal sealed record Scenario(string Name, bool Writes = false)
{
    internal static IReadOnlyList<Scenario> All { get; } =
    [
        new("list"),
        new("filter"),
        new("search"),
        new("get"),
        new("create", Writes: true),
        new("update", Writes: true),
        new("toggle", Writes: true),
        new("create-delete", Writes: true),
        new("mixed", Writes: true),
    ];

    internal static Scenario Named(string name) =>
        All.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new BenchException($"Unknown scenario '{name}'; there are {string.Join(", ", All.Select(scenario => scenario.Name))}.");
}
