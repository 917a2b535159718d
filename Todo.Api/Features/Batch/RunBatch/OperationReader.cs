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

    private static readonly FrozenSet<string> ReadAlready = [Op];

    private readonly OrderedDictionary<string, (Type Type, RequestMembers Members)> _kinds = new(
        from kind in typeof(BatchOperation).GetCustomAttributes<JsonDerivedTypeAttribute>()
        select KeyValuePair.Create((string)kind.TypeDiscriminator!, (kind.DerivedType, new RequestMembers(kind.DerivedType, json.Value.SerializerOptions))));

    /// <summary>The operations, in their order; nothing in place of one that cannot be read.</summary>
    internal IReadOnlyList<(BatchOperation? Operation, FieldErrors Errors)> Read(IReadOnlyList<JsonElement> operations)
    {
        var refs = new HashSet<string>(StringComparer.Ordinal);
        return [.. operations.Select(operation =>
        {
            var errors = new FieldErrors();
            return (Read(operation, refs, errors), errors);
        })];
    }

    private BatchOperation? Read(JsonElement operation, HashSet<string> refs, FieldErrors errors)
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
        if (read is BatchOperation.Create { Ref: { } name })
        {
            errors.AddIfAny(Ref, TextRules.IsBlank(name) ? "must not be empty" : refs.Add(name) ? null : "is the name of another operation of this batch");
        }

        return read switch
        {
            BatchOperation.Create { Task.ValueKind: JsonValueKind.Object } create => create with { NewTask = creates.Read(create.Task, errors) },
            BatchOperation.Update { Task.ValueKind: JsonValueKind.Object } update => update with { Changes = updates.Read(update.Task, errors) },
            _ => read,
        };
    }
}
