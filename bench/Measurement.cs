namespace Todo.Bench;

/// <summary>What one target did in one round of one scenario. CPU in milliseconds per request, memory in bytes.</summary>
/// <param name="Scenario">What was asked.</param>
/// <param name="Target">Who was asked.</param>
/// <param name="Round">In which round.</param>
/// <param name="Load">What the generator saw.</param>
/// <param name="Cpu">Of the server's process and those below it.</param>
/// <param name="PostgresCpu">Of all processes of PostgreSQL.</param>
/// <param name="Statements">How many ran in the server's database, where that is counted.</param>
/// <param name="PeakMemory">The most resident memory of these processes meanwhile.</param>
internal sealed record Measurement(
    Scenario Scenario, string Target, int Round, Load Load, double Cpu, double PostgresCpu, long? Statements, long PeakMemory)
{
    internal double? StatementsPerRequest => (double?)Statements / Math.Max(1, Load.Requests);

    internal static async Task<Measurement> TakeAsync(
        Target target, Scenario scenario, int round, Func<Task<Load>> load, ThrowawayPostgres postgres, CancellationToken ct)
    {
        var process = target.Server.Id;
        ProcFs.ForgetPeak(process);
        var statements = await postgres.StatementsAsync(target.DatabaseName, ct);
        var (cpu, postgresCpu) = (ProcFs.CpuMilliseconds(process), ProcFs.CpuMilliseconds(postgres.ProcessId));

        var seen = await load();

        var (cpuAfter, postgresCpuAfter) = (ProcFs.CpuMilliseconds(process), ProcFs.CpuMilliseconds(postgres.ProcessId));
        var statementsAfter = await postgres.StatementsAsync(target.DatabaseName, ct);
        var requests = (double)Math.Max(1, seen.Requests);
        return new Measurement(
            scenario,
            target.Name,
            round,
            seen,
            (cpuAfter - cpu) / requests,
            (postgresCpuAfter - postgresCpu) / requests,
            statementsAfter - statements,
            ProcFs.Peak(process));
    }
}
