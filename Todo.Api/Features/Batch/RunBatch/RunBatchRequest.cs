using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Todo.Api.Requests;

namespace Todo.Api.Features.Batch.RunBatch;

/// <summary>Changes of tasks, to be carried out in their order.</summary>
/// <example>
/// {
///   "atomic": false,
///   "operations": [
///     { "op": "create", "task": { "title": "Book flights", "due_date": "2026-12-01" } },
///     { "op": "update", "task_id": 7, "if_match": "3", "task": { "priority": "high" } },
///     { "op": "complete", "task_id": 8, "completed": true },
///     { "op": "delete", "task_id": 9 }
///   ]
/// }
/// </example>
internal sealed record RunBatchRequest : IJsonBody<RunBatchRequest>
{
    internal const int MaxOperations = 100;

    public static int MaxBytes => 1024 * 1024;

    /// <summary>Whether nothing is done if one of the operations fails; false by default.</summary>
    public bool Atomic { get; init; }

    /// <summary>1 to 100. One that cannot be read fails alone.</summary>
    [MinLength(1)]
    [MaxLength(MaxOperations)]
    [ReadAs(typeof(BatchOperation))]
    public required IReadOnlyList<JsonElement> Operations { get; init; }
}
