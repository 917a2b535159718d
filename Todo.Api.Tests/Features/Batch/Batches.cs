using System.Text.Json;
using Alba;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Batch;

internal static class Batches
{
    /// <summary>Runs a batch, whatever the answer.</summary>
    internal static Task<IScenarioResult> BatchAsync(this ApiUser user, bool atomic, params object[] operations) =>
        user.SendAsync(HttpMethod.Post, "batch", new { atomic, operations });

    /// <summary>Runs a batch that is not atomic; the results.</summary>
    internal static async Task<JsonElement[]> RunBatchAsync(this ApiUser user, params object[] operations) =>
        (await user.BatchAsync(atomic: false, operations)).StatusCodeShouldBe(200).Results();

    internal static JsonElement[] Results(this IScenarioResult answer) => [.. answer.Json().GetProperty("results").EnumerateArray()];

    internal static int Status(this JsonElement result) => result.GetProperty("status").GetInt32();

    internal static int[] Statuses(this IEnumerable<JsonElement> results) => [.. results.Select(Status)];

    internal static JsonElement Task(this JsonElement result) => result.GetProperty("task");

    internal static JsonElement Problem(this JsonElement result) => result.GetProperty("problem");
}
