using System.Globalization;

namespace Todo.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record Options
{
    internal const string HelpText =
        """
        Measures the API under load, beside a bare ASP.NET Core server that does the same work (the floor).

            dotnet run -c Release --project bench -- [options]

          --rounds N          measurements of each scenario and target, of which the median counts (5)
          --seconds S         length of one measurement in seconds (4)
          --warmup S          load before the first measurement, in seconds per scenario and target (20)
          --connections N     open connections (64)
          --scenarios a,b     some of: list, filter, search, get, create, update, toggle, create-delete, mixed (all)
          --peer NAME=COMMAND measures another server, too; may be said again (README.md tells what it has to serve)
          --no-growth         leave out how answers get slower with the number of tasks
          --no-streams        leave out what open event streams cost
          --quick             1 round of 1 s after 1 s: does it run? Prints its figures and leaves RESULTS.md alone
          --help              this
        """;

    internal int Rounds { get; private init; } = 5;

    internal int Seconds { get; private init; } = 4;

    internal int Warmup { get; private init; } = 20;

    internal int Connections { get; private init; } = 64;

    internal IReadOnlyList<Scenario> Scenarios { get; private init; } = Scenario.All;

    internal IReadOnlyList<Peer> Peers { get; private init; } = [];

    internal bool Growth { get; private init; } = true;

    internal bool Streams { get; private init; } = true;

    internal bool Quick { get; private init; }

    internal bool Help { get; private init; }

    internal static Options Parse(string[] args)
    {
        var options = new Options();
        var rest = new Queue<string>(args);
        while (rest.TryDequeue(out var name))
        {
            options = name switch
            {
                "--rounds" => options with { Rounds = Number(name, rest) },
                "--seconds" => options with { Seconds = Number(name, rest) },
                "--warmup" => options with { Warmup = Number(name, rest) },
                "--connections" => options with { Connections = Number(name, rest) },
                "--scenarios" => options with { Scenarios = [.. Value(name, rest).Split(',').Distinct().Select(Scenario.Named)] },
                "--peer" => options with { Peers = [.. options.Peers, Peer.Parse(Value(name, rest))] },
                "--no-growth" => options with { Growth = false },
                "--no-streams" => options with { Streams = false },
                "--quick" => options with { Quick = true, Rounds = 1, Seconds = 1, Warmup = 1 },
                "--help" or "-h" => options with { Help = true },
                _ => throw new BenchException($"Unknown option {name}; --help lists those there are."),
            };
        }

        return options;
    }

    private static int Number(string name, Queue<string> rest)
    {
        var text = Value(name, rest);
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new BenchException($"{name} needs a whole number from 1, not '{text}'.");
    }

    private static string Value(string name, Queue<string> rest) =>
        rest.TryDequeue(out var value) ? value : throw new BenchException($"{name} needs a value; --help tells which.");
}
