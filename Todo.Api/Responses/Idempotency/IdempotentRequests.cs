using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Todo.Api.Persistence;
using Todo.Api.Persistence.Connection;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Responses.Idempotency;

/// <summary>
/// Safe retries (draft-ietf-httpapi-idempotency-key-header-07): a request with an <c>Idempotency-Key</c> runs in one transaction with its answer, which is kept
/// and given again to the same request. A crash anywhere leaves both or neither.
/// </summary>
/// <param name="maxBodyBytes">How long a body may be.</param>
internal sealed partial class IdempotentRequests(Func<HttpContext, int> maxBodyBytes) : IEndpointFilter
{
    internal const string Header = "Idempotency-Key";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Request.Headers.TryGetValue(Header, out var header) ? AnswerAsync(context, next, header) : next(context);

    private async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, StringValues header)
    {
        var http = context.HttpContext;
        if (header is not [{ } text] || Key().Match(text) is not { Success: true, Groups: var groups })
        {
            return new ProblemResult(ApiError.MalformedRequest, $"The header {Header} could not be read; send one of 1 to {IdempotencyKey.MaxLength} visible ASCII characters in quotes, such as a UUID.");
        }

        if (await FingerprintAsync(http) is not { } fingerprint)
        {
            return new ProblemResult(ApiError.PayloadTooLarge);
        }

        var (userId, key, ct) = (http.User.Identity!.Name!, groups["key"].Value, http.RequestAborted);
        var db = http.RequestServices.GetRequiredService<TodoDbContext>();
        var now = http.RequestServices.GetRequiredService<TimeProvider>().Now();

        // Without a commit all of it is undone. It ends here, before anything is sent.
        await using var transaction = await WholeTransaction.BeginAsync(db, ct);

        // A lock of its own, because a row that is being written would let the others wait; before the row is looked for, so that none is written in between.
        if (!await db.Database.SqlQuery<bool>($"""SELECT pg_try_advisory_xact_lock(hashtextextended({$"{key} {userId}"}, 14)) AS "Value" """).SingleAsync(ct))
        {
            return new ProblemResult(ApiError.RequestInProgress);
        }

        if (await db.IdempotencyKeys.OwnedBy(userId).SingleOrDefaultAsync(kept => kept.Key == key && kept.CreatedAt > now - IdempotencyKey.Life, ct) is { } kept)
        {
            return kept.Fingerprint.AsSpan().SequenceEqual(fingerprint) ? KeptAnswer.From(kept) : new ProblemResult(ApiError.IdempotencyKeyReused);
        }

        var answer = await KeptAnswer.CaptureAsync(http, async () => (IResult)(await next(context))!);
        if (answer.WouldBeTheSame)
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO idempotency_keys (user_id, key, fingerprint, status, headers, body, created_at)
                VALUES ({userId}, {key}, {fingerprint}, {answer.Status}, {answer.Headers}, {answer.Body}, {now})
                ON CONFLICT (user_id, key) DO UPDATE
                SET fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers, body = excluded.body, created_at = excluded.created_at
                """, ct);

            // Where its outcome is unknown it is a 503, and the next attempt finds out.
            await transaction.CommitAsync(ct);
        }

        return answer;
    }

    /// <summary>What the same request has as well; nothing where the body is too large.</summary>
    private async ValueTask<byte[]?> FingerprintAsync(HttpContext http)
    {
        var request = http.Request;
        var limit = maxBodyBytes(http);
        if (request.ContentLength > limit)
        {
            return null;
        }

        // Looked at only: the endpoint reads it as if it came just now.
        var read = await request.BodyReader.ReadAtLeastAsync(limit + 1, http.RequestAborted);
        try
        {
            if (read.Buffer.Length > limit)
            {
                return null;
            }

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {PathOfUser(http)}{request.QueryString}\n"));
            foreach (var part in read.Buffer)
            {
                hash.AppendData(part.Span);
            }

            return hash.GetHashAndReset();
        }
        finally
        {
            request.BodyReader.AdvanceTo(read.Buffer.Start);
        }
    }

    /// <summary>The path below the user's, the same in both of its forms.</summary>
    private static string PathOfUser(HttpContext http)
    {
        const string Api = "/api";
        var path = http.Request.Path.Value![Api.Length..];
        return http.GetRouteValue("user_id") is null ? path : path[path.IndexOf('/', 1)..];
    }

    // Any visible ASCII but the two that would need an escape within quotes.
    [GeneratedRegex("""^(?<quote>"?)(?<key>[!#-\[\]-~]{1,255})\k<quote>\z""")]
    private static partial Regex Key();
}

internal static class IdempotentRequestsSetup
{
    /// <summary>Makes <c>POST</c> and <c>PATCH</c> of the group safe to retry; nothing is added to the others.</summary>
    internal static RouteGroupBuilder AnswerRetries(this RouteGroupBuilder group, Func<HttpContext, int> maxBodyBytes)
    {
        var filter = new IdempotentRequests(maxBodyBytes);
        ((IEndpointConventionBuilder)group).Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<IHttpMethodMetadata>().Any(metadata => metadata.HttpMethods.Any(method => HttpMethods.IsPost(method) || HttpMethods.IsPatch(method))))
            {
                endpoint.Metadata.Add(new DeclaredErrors([ApiError.MalformedRequest, ApiError.RequestInProgress, ApiError.IdempotencyKeyReused]));
                endpoint.FilterFactories.Add((_, next) => context => filter.InvokeAsync(context, next));
            }
        });
        return group;
    }
}
