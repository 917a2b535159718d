using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Todo.Api.Tests.Support;

internal static class Json
{
    internal static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    internal static string? Text(this JsonElement element, string member) => element.GetProperty(member).GetString();

    internal static long Id(this JsonElement task) => task.GetProperty("id").GetInt64();

    /// <summary>A timestamp as the contract writes them: RFC 3339, UTC, <c>Z</c>, at most microseconds.</summary>
    internal static DateTimeOffset Instant(this JsonElement task, string member)
    {
        var text = task.Text(member)!;
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$", text);
        return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    internal static long Version(this JsonElement task) => task.GetProperty("version").GetInt64();

    internal static bool IsNull(this JsonElement element, string member) => element.GetProperty(member).ValueKind == JsonValueKind.Null;

    internal static bool IsCompleted(this JsonElement task) => task.GetProperty("completed").GetBoolean();
}
