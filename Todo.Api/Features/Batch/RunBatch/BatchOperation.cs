using System.Text.Json;
using System.Text.Json.Serialization;
using Todo.Api.Features.Tasks;
using Todo.Api.Features.Tasks.CreateTask;
using Todo.Api.Features.Tasks.UpdateTask;
using Todo.Api.Requests;
using Todo.Api.Responses.Conditional;

namespace Todo.Api.Features.Batch.RunBatch;

/// <summary>One change of one task; `op` says which.</summary>
/// <example>{ "op": "create", "task": { "title": "Book flights", "due_date": "2026-12-01" } }</example>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(Create), "create")]
[JsonDerivedType(typeof(Update), "update")]
[JsonDerivedType(typeof(Complete), "complete")]
[JsonDerivedType(typeof(Delete), "delete")]
internal abstract record BatchOperation
{
    /// <summary>The operation that creates the parent of this one's task, where a ref says so.</summary>
    internal int? ParentOperation { get; init; }

    /// <summary>Create a task.</summary>
    /// <example>{ "op": "create", "ref": "flights", "task": { "title": "Book flights", "due_date": "2026-12-01" } }</example>
    internal sealed record Create : BatchOperation
    {
        /// <summary>A name for the new task within this batch, which no other operation of it has. Behind a $ it is the `parent_id` of tasks in later operations.</summary>
        public string? Ref { get; init; }

        /// <summary>The task, as in a single request. Its `parent_id` may also be the ref of an earlier operation, such as "$trip".</summary>
        [ReadAs(typeof(CreateTaskRequest))]
        public required JsonElement Task { get; init; }

        /// <summary>What was read of it.</summary>
        internal CreateTaskRequest NewTask { get; init; } = null!;
    }

    /// <summary>What is done to a task that is there.</summary>
    internal abstract record OnTask : BatchOperation
    {
        /// <summary>The id of the task.</summary>
        public required long TaskId { get; init; }

        /// <summary>The version that the task must still have, such as 3, or * for any; else it is a 412.</summary>
        public IfMatch? IfMatch { get; init; }
    }

    /// <summary>Update a task.</summary>
    /// <example>{ "op": "update", "task_id": 7, "if_match": "3", "task": { "priority": "high" } }</example>
    internal sealed record Update : OnTask
    {
        /// <summary>The changes, as in a single request: what is left out stays as it is. `parent_id` may also be the ref of an earlier operation, such as "$trip".</summary>
        [ReadAs(typeof(UpdateTaskRequest))]
        public required JsonElement Task { get; init; }

        /// <summary>What was read of it.</summary>
        internal UpdateTaskRequest Changes { get; init; } = null!;
    }

    /// <summary>Complete or reopen a task.</summary>
    /// <example>{ "op": "complete", "task_id": 8, "completed": true }</example>
    internal sealed record Complete : OnTask
    {
        /// <summary>true, which is also the default, completes the task, false reopens it. Also `is_completed` or `done`, and as `status` (completed or pending).</summary>
        [OtherNames("is_completed", "done")]
        [Words("status", typeof(CompletionStatus))]
        public bool Completed { get; init; } = true;
    }

    /// <summary>Move a task to the trash.</summary>
    /// <example>{ "op": "delete", "task_id": 9 }</example>
    internal sealed record Delete : OnTask;
}
