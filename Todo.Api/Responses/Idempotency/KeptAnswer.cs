using Microsoft.AspNetCore.Http.Features;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Responses.Idempotency;

/// <summary>An answer that was held back until it was kept, or that was kept before and is given again.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">Those that the endpoint has set. What every answer carries, each has of its own.</param>
/// <param name="Body">The body, byte for byte.</param>
/// <param name="IsReplay">Whether it was given before.</param>
internal sealed record KeptAnswer(int Status, string[] Headers, byte[] Body, bool IsReplay) : IResult
{
    internal const string ReplayedHeader = "Idempotency-Replayed";

    private const string Separator = ": ";

    /// <summary>Whether another attempt would be answered alike. The others may succeed: after a new sign-in, later, or once something else has changed.</summary>
    internal bool WouldBeTheSame => Status is < 500 and not (401 or 409 or 412 or 429);

    internal static KeptAnswer From(IdempotencyKey key) => new(key.Status, key.Headers, key.Body, IsReplay: true);

    /// <summary>Runs the rest of the request, and takes its answer down instead of sending it.</summary>
    internal static async Task<KeptAnswer> CaptureAsync(HttpContext http, Func<Task<IResult>> run)
    {
        var response = http.Response;
        var before = response.Headers.ToDictionary();
        var result = await run();

        using var body = new MemoryStream();
        var buffer = new StreamResponseBodyFeature(body);
        var live = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Features.Set<IHttpResponseBodyFeature>(buffer);
        try
        {
            await result.ExecuteAsync(http);
            if (response.StatusCode >= StatusCodes.Status400BadRequest && body.Length == 0)
            {
                await new ProblemResult(ResponsesSetup.ErrorFor(http)).ExecuteAsync(http);
            }

            await buffer.CompleteAsync();
        }
        finally
        {
            http.Features.Set(live);
        }

        var headers = response.Headers.Where(header => !before.TryGetValue(header.Key, out var value) || value != header.Value);
        return new KeptAnswer(response.StatusCode, [.. headers.Select(header => $"{header.Key}{Separator}{header.Value}")], body.ToArray(), IsReplay: false);
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        foreach (var header in Headers.Select(header => header.Split(Separator, 2)))
        {
            response.Headers[header[0]] = header[1];
        }

        if (IsReplay)
        {
            response.Headers[ReplayedHeader] = "true";
        }

        if (Body.Length > 0)
        {
            await response.Body.WriteAsync(Body, httpContext.RequestAborted);
        }
    }
}
