using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Features.Trash;
using Todo.Api.Limits;
using Todo.Api.Persistence;
using Todo.Api.Responses;
using Todo.Api.Security;

namespace Todo.Api.Features.Changes.StreamEvents;

internal static class StreamEventsEndpoint
{
    private const string LastEventId = "Last-Event-ID";

    /// <summary>Open streams cost memory and no more, and must not use up what there is for requests.</summary>
    private static readonly ConcurrencyLimit Streams = new("streams", 4096);

    internal static void MapStreamEvents(this RouteGroupBuilder changes) => changes.MapGet("/events", HandleAsync).WithName("StreamEvents")
        .WithErrors(SyncToken.Expired)
        .WithMetadata(Streams)
        .DisableHttpMetrics() // Hours among the milliseconds of other requests would say nothing.
        .AddOpenApiOperationTransformer(DescribeAsync);

    /// <summary>Follow what changes</summary>
    /// <remarks>
    /// Server-sent events: each change as it happens, within a second. The `id` of an event is a token: the header `Last-Event-ID`, which browsers send by
    /// themselves, goes on where a connection was cut, without a gap or repetition. A comment line every 20 seconds keeps the connection open. The stream ends
    /// when the access token runs out.
    /// </remarks>
    /// <response code="200">The events.</response>
    internal static async Task<Results<ServerSentEventsResult<TaskEvent>, ProblemResult>> HandleAsync(
        StreamEventsRequest request, CurrentUser user, TaskEventStreams streams, IServiceScopeFactory scopes, TimeProvider clock, TrashSettings trash, HttpContext http,
        CancellationToken ct)
    {
        // A browser that connects again sends both: the header is newer.
        var since = request.Since;
        if (http.Request.Headers[LastEventId].ToString() is { Length: > 0 } header && !SyncToken.TryParse(header, null, out since))
        {
            var errors = new FieldErrors();
            errors.Add("since", $"in the header {LastEventId}, must be the id of an event");
            return ProblemResult.Invalid(errors);
        }

        // A stream is open for hours: it keeps no context for itself.
        await using (var scope = scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<TodoDbContext>();
            since ??= await SyncToken.OfNowAsync(db, user.Id, clock, ct);
            if (!await since.IsUsableAsync(db, user.Id, clock, trash, ct))
            {
                return new ProblemResult(SyncToken.Expired);
            }
        }

        var expiry = (await http.AuthenticateAsync()).Properties?.ExpiresUtc ?? DateTimeOffset.MaxValue;
        http.Response.OnStarting(() =>
        {
            // The framework says no-store as well.
            http.Response.Headers.CacheControl = "no-cache";
            return Task.CompletedTask;
        });
        return TypedResults.ServerSentEvents(streams.OpenAsync(http, user.Id, since, expiry - clock.GetUtcNow(), ct));
    }

    /// <summary>The framework describes its own type; what it writes has other names.</summary>
    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var item = (OpenApiSchema)operation.Responses!["200"].Content!["text/event-stream"].Schema!;
        item.Description = "One event.";
        item.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["id"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The token to go on from." },
            ["event"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The `type` of its data." },
            ["data"] = item.Properties!["data"],
        };
        item.Required = item.Properties.Keys.ToHashSet();

        operation.Parameters!.Add(new OpenApiParameter
        {
            Name = LastEventId,
            In = ParameterLocation.Header,
            Description = "The id of the last event that has arrived; browsers send it by themselves.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
        return Task.CompletedTask;
    }
}
