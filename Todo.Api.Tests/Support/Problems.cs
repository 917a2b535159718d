using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Todo.Api.Tests.Support;

/// <summary>Asserts on whole problem documents: a failure that is told in any other form fails the test.</summary>
internal static class Problems
{
    private static readonly Dictionary<int, string> Titles = new()
    {
        [400] = "Bad Request",
        [401] = "Unauthorized",
        [403] = "Forbidden",
        [404] = "Not Found",
        [405] = "Method Not Allowed",
        [409] = "Conflict",
        [413] = "Payload Too Large",
        [415] = "Unsupported Media Type",
        [422] = "Unprocessable Entity",
        [429] = "Too Many Requests",
        [500] = "Internal Server Error",
        [503] = "Service Unavailable",
    };

    private static readonly string[] Members = ["type", "title", "status", "detail", "error_code", "timestamp", "request_id"];

    internal static async Task<JsonElement> AssertProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string errorCode)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"Expected {(int)status}, got {(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);

        var problem = JsonElement.Parse(body);
        Assert.Equal(errorCode == "VALIDATION_ERROR" ? [.. Members, "errors"] : Members, problem.EnumerateObject().Select(member => member.Name));
        Assert.Equal("about:blank", problem.Text("type"));
        Assert.Equal(Titles[(int)status], problem.Text("title"));
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.Equal(errorCode, problem.Text("error_code"));
        Assert.NotEmpty(problem.Text("detail")!);
        Assert.Equal(response.Headers.GetValues("X-Request-Id").Single(), problem.Text("request_id"));

        var timestamp = DateTimeOffset.ParseExact(problem.Text("timestamp")!, "yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        Assert.InRange(timestamp, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));
        return problem;
    }

    /// <summary>A 404, whatever it is that is missing.</summary>
    internal static Task<JsonElement> AssertNotFoundAsync(this HttpResponseMessage response, string errorCode = "TASK_NOT_FOUND") =>
        response.AssertProblemAsync(HttpStatusCode.NotFound, errorCode);

    internal static Task<JsonElement> AssertMalformedAsync(this HttpResponseMessage response) =>
        response.AssertProblemAsync(HttpStatusCode.BadRequest, "MALFORMED_REQUEST");

    /// <summary>Whatever was sent: not a fault of the server, and if it is refused then with a problem document.</summary>
    internal static async Task AssertHandledAsync(this HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode}: {body}");
        if ((int)response.StatusCode >= 400)
        {
            await response.AssertProblemAsync(response.StatusCode, JsonElement.Parse(body).Text("error_code")!);
        }
    }

    /// <summary>A 422 that blames exactly these fields; answers with the messages, by field.</summary>
    internal static async Task<Dictionary<string, string[]>> AssertInvalidAsync(this HttpResponseMessage response, params string[] fields)
    {
        var problem = await response.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR");
        var errors = problem.GetProperty("errors").Deserialize<Dictionary<string, string[]>>()!;

        Assert.Equal(fields.Order(), errors.Keys.Order());
        Assert.All(errors, field => Assert.All(field.Value, message => Assert.Contains($"{field.Key}: {message}", problem.Text("detail"), StringComparison.Ordinal)));
        return errors;
    }

    /// <summary>A 422 about a contradiction, which may blame either side or both.</summary>
    internal static async Task AssertInvalidOneOfAsync(this HttpResponseMessage response, params string[] fields)
    {
        var problem = await response.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "VALIDATION_ERROR");
        var blamed = problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ToArray();
        Assert.NotEmpty(blamed);
        Assert.Subset(fields.ToHashSet(), blamed.ToHashSet());
    }
}
