using System.Diagnostics.Metrics;

namespace Todo.Api.Observability;

/// <summary>What only this application can count. docs/operations.md says which of these are worth an alert.</summary>
internal static class TodoMetrics
{
    internal const string Name = "Todo.Api";

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> TasksCreated = Meter.CreateCounter<long>("todo.tasks.created", "{task}", "Tasks created.");

    internal static readonly Counter<long> LoginsRefused = Meter.CreateCounter<long>("todo.logins.refused", "{login}", "Sign-ins with a wrong e-mail or password.");

    internal static readonly Counter<long> RateLimited = Meter.CreateCounter<long>("todo.requests.rate_limited", "{request}", "Requests refused with 429.");
}
