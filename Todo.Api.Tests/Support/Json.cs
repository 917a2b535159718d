using System.Net.Http.Json;
using System.Text.Json;

namespace Todo.Api.Tests.Support;

internal static class Json
{
    internal static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);

    internal static string? Text(this JsonElement element, string member) => element.GetProperty(member).GetString();

    internal static long Id(this JsonElement task) => task.GetProperty("id").GetInt64();

    internal static bool IsCompleted(this JsonElement task) => task.GetProperty("completed").GetBoolean();
}
