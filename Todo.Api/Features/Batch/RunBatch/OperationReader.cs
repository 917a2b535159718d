using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Todo.Api.Features.Tasks.CreateTask;
using Todo.Api.Features.Tasks.UpdateTask;
using Todo.Api.Requests;
using Todo.Api.Responses;

namespace Todo.Api.Features.Batch.RunBatch;

/// <summary>Reads the operations of a batch by the rules of single requests, each by itself: what is wrong with one says nothing of the others.</summary>
internal sealed class OperationReader(RecordReader<CreateTaskRequest> creates, RecordReader<UpdateTaskRequest> updates, IOptions<JsonOptions> json)
{
    private const string Op = "op";
    private const string Ref = "ref";
    private const string ParentId = "parent_id";

    private static readonly FrozenSet<string> ReadAlready = [Op];

    private readonly OrderedDictionary<string, (Type Type, RequestMembers Members)> _kinds = new(
        from kind in typeof(BatchOperation).GetCustomAttributes<JsonDerivedTypeAttribute>()
        select KeyValuePair.Create((string)kind.TypeDiscriminator!, (kind.DerivedType, new RequestMembers(kind.DerivedType, json.Value.SerializerOptions))));

    /// <summary>The operations, in their order; nothing in place of one that cannot be read.</summary>
    internal IReadOnlyList<(BatchOperation? Operation, FieldErrors Errors)> Read(IReadOnlyList<JsonElement> operations)
    {
        var refs = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. operations.Select((operation, index) =>
        {
            var errors = new FieldErrors();
            return (Read(operation, index, refs, errors), errors);
        })];
    }

    private BatchOperation? Read(JsonElement operation, int index, Dictionary<string, int> refs, FieldErrors errors)
    {
        if (operation.ValueKind != JsonValueKind.Object)
        {
            errors.Add("operation", "must be an object");
            return null;
        }

        if (!operation.TryGetProperty(Op, out var op) || op.ValueKind != JsonValueKind.String || !_kinds.TryGetValue(op.GetString()!, out var kind))
        {
            errors.Add(Op, $"must be one of {string.Join(", ", _kinds.Keys)}");
            return null;
        }

        var read = (BatchOperation)Activator.CreateInstance(kind.Type)!;
        new MemberReader(kind.Members, read, errors).Read(operation, ReadAlready);
        read = read switch
        {
            BatchOperation.Create { Task.ValueKind: JsonValueKind.Object } create =>
                create with { ParentOperation = TakeParent(create.Task, refs, errors, out var task), NewTask = creates.Read(task, errors) },
            BatchOperation.Update { Task.ValueKind: JsonValueKind.Object } update =>
                update with { ParentOperation = TakeParent(update.Task, refs, errors, out var changes), Changes = updates.Read(changes, errors) },
            _ => read,
        };

        if (read is BatchOperation.Create { Ref: { } name })
        {
            errors.AddIfAny(Ref, TextRules.IsBlank(name) ? "must not be empty" : refs.TryAdd(name, index) ? null : "is the name of another operation of this batch");
        }

        return read;
    }

    /// <summary>The earlier operation that the parent of a task refers to, if it does; with what else the task has.</summary>
    private static int? TakeParent(JsonElement task, Dictionary<string, int> refs, FieldErrors errors, out JsonElement others)
    {
        others = task;
        if (!task.TryGetProperty(ParentId, out var parent) || parent.ValueKind != JsonValueKind.String || parent.GetString() is not ['$', .. var name])
        {
            return null;
        }

        others = JsonSerializer.SerializeToElement(task.EnumerateObject().Where(member => member.Name != ParentId).ToDictionary(member => member.Name, member => member.Value));
        if (refs.TryGetValue(name, out var operation))
        {
            return operation;
        }

        errors.Add(ParentId, "must be the ref of an earlier operation that creates a task");
        return null;
    }
}
