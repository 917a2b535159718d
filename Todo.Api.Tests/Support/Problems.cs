using System.Globalization;
using System.Net;
using System.Text.Json;
using Alba;

namespace Todo.Api.Tests.Support;

/// <summary>Asserts on whole problem documents: a failure that is told in any other form fails the test.</summary>
internal static class Problems
{
    private const string RequestId = "X-Request-Id";

    private static readonly Dictionary<int, string> Titles = new()
    {
        [400] = "Bad Request",
        [401] = "Unauthorized",
        [403] = "Forbidden",
        [404] = "Not Found",
        [405] = "Method Not Allowed",
        [409] = "Conflict",
        [410] = "Gone",
        [412] = "Precondition Failed",
        [413] = "Payload Too Large",
        [415] = "Unsupported Media Type",
        [422] = "Unprocessable Entity",
        [424] = "Failed Dependency",
        [429] = "Too Many Requests",
        [500] = "Internal Server Error",
        [503] = "Service Unavailable",
    };

    /// <summary>An error code has one status.</summary>
    private static readonly Dictionary<string, int> Statuses = new()
    {
        ["MALFORMED_REQUEST"] = 400,
        ["AUTH_REQUIRED"] = 401,
        ["TOKEN_EXPIRED"] = 401,
        ["TOKEN_INVALID"] = 401,
        ["INVALID_CREDENTIALS"] = 401,
        ["FORBIDDEN"] = 403,
        ["NOT_FOUND"] = 404,
        ["TASK_NOT_FOUND"] = 404,
        ["CHANGE_NOT_FOUND"] = 404,
        ["TAG_NOT_FOUND"] = 404,
        ["LIST_NOT_FOUND"] = 404,
        ["METHOD_NOT_ALLOWED"] = 405,
        ["EMAIL_TAKEN"] = 409,
        ["LIST_NOT_EMPTY"] = 409,
        ["REQUEST_IN_PROGRESS"] = 409,
        ["CONFLICT"] = 409,
        ["SYNC_TOKEN_EXPIRED"] = 410,
        ["PRECONDITION_FAILED"] = 412,
        ["PAYLOAD_TOO_LARGE"] = 413,
        ["UNSUPPORTED_MEDIA_TYPE"] = 415,
        ["VALIDATION_ERROR"] = 422,
        ["TOO_MANY_LISTS"] = 422,
        ["IDEMPOTENCY_KEY_REUSED"] = 422,
        ["FAILED_DEPENDENCY"] = 424,
        ["RATE_LIMITED"] = 429,
        ["INTERNAL_ERROR"] = 500,
        ["SERVICE_UNAVAILABLE"] = 503,
    };

    private static readonly string[] Members = ["type", "title", "status", "detail", "error_code", "timestamp", "request_id"];

    /// <summary>A whole problem document; with fields, these and no others are blamed, in these words.</summary>
    internal static JsonElement ShouldBeProblem(this IScenarioResult result, string errorCode, params (string Field, string Message)[] errors)
    {
        var response = result.Context.Response;
        var problem = AssertProblem(response.StatusCode, response.ContentType, response.Headers[RequestId], result.ReadAsText(), Statuses[errorCode], errorCode);
        if (errors.Length > 0)
        {
            Assert.Equal(errors.ToDictionary(error => error.Field, error => (string[])[error.Message]), problem.GetProperty("errors").Deserialize<Dictionary<string, string[]>>());
        }

        return problem;
    }

    /// <summary>A 422 that blames exactly these fields; answers with the messages, by field.</summary>
    internal static Dictionary<string, string[]> ShouldBeInvalid(this IScenarioResult result, params string[] fields) =>
        AssertFields(result.ShouldBeProblem("VALIDATION_ERROR"), fields);

    /// <summary>A 422 about a contradiction, which may blame either side or both.</summary>
    internal static void ShouldBlameOneOf(this IScenarioResult result, params string[] fields)
    {
        var blamed = result.ShouldBeProblem("VALIDATION_ERROR").GetProperty("errors").EnumerateObject().Select(error => error.Name).ToArray();
        Assert.NotEmpty(blamed);
        Assert.Subset(fields.ToHashSet(), blamed.ToHashSet());
    }

    /// <summary>Whatever was sent: not a fault of the server, and if it is refused then with a problem document.</summary>
    internal static void ShouldBeHandled(this IScenarioResult result)
    {
        Assert.True(result.Status() < 500, $"{result.Status()}: {result.ReadAsText()}");
        if (result.Status() >= 400)
        {
            result.ShouldBeProblem(result.Json().Text("error_code")!);
        }
    }

    internal static async Task<JsonElement> AssertProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string errorCode)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var requestId = response.Headers.TryGetValues(RequestId, out var values) ? string.Join(',', values) : null;
        return AssertProblem((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, requestId, body, (int)status, errorCode);
    }

    /// <summary>A 404, whatever it is that is missing.</summary>
    internal static Task<JsonElement> AssertNotFoundAsync(this HttpResponseMessage response, string errorCode = "TASK_NOT_FOUND") =>
        response.AssertProblemAsync(HttpStatusCode.NotFound, errorCode);

    internal static Task<JsonElement> AssertMalformedAsync(this HttpResponseMessage response) =>
        response.AssertProblemAsync(HttpStatusCode.BadRequest, "MALFORMED_REQUEST");

    internal static async Task AssertHandledAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode}: {body}");
        if ((int)response.StatusCode >= 400)
        {
            await response.AssertProblemAsync(response.StatusCode, JsonElement.Parse(body).Text("error_code")!);
        }
    }

    internal static async Task<Dictionary<string, string[]>> AssertInvalidAsync(this HttpResponseMessage response, params string[] fields) =>
        AssertFields(await response.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR"), fields);

    private static JsonElement AssertProblem(int status, string? mediaType, string? requestId, string body, int expectedStatus, string errorCode)
    {
        Assert.True(status == expectedStatus, $"Expected {expectedStatus}, got {status}: {body}");
        Assert.Equal("application/problem+json", mediaType);

        var problem = JsonElement.Parse(body);
        Assert.Equal([.. Members, .. errorCode switch { "VALIDATION_ERROR" => ["errors"], "PRECONDITION_FAILED" or "CONFLICT" => ["current"], _ => (string[])[] }], problem.EnumerateObject().Select(member => member.Name));
        Assert.Equal("about:blank", problem.Text("type"));
        Assert.Equal(Titles[status], problem.Text("title"));
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal(errorCode, problem.Text("error_code"));
        Assert.NotEmpty(problem.Text("detail")!);
        Assert.Equal(requestId, problem.Text("request_id"));

        var timestamp = DateTimeOffset.ParseExact(problem.Text("timestamp")!, "yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(timestamp, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        return problem;
    }

    private static Dictionary<string, string[]> AssertFields(JsonElement problem, string[] fields)
    {
        var errors = problem.GetProperty("errors").Deserialize<Dictionary<string, string[]>>()!;
        Assert.Equal(fields.Order(), errors.Keys.Order());
        Assert.All(errors, field => Assert.All(field.Value, message => Assert.Contains($"{field.Key}: {message}", problem.Text("detail"), StringComparison.Ordinal)));
        return errors;
    }
}
