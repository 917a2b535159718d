namespace Todo.Api.Tests.Support;

internal static class TaskSamples
{
    internal const int Count = 13;

    private static readonly string[] Priorities = ["medium", "high", "low"];
    private static readonly string[] Sorts = ["created_at", "updated_at", "due_date", "priority", "title"];

    /// <summary>Every sort, both ways.</summary>
    public static TheoryData<string, string> Orders
    {
        get
        {
            var orders = new TheoryData<string, string>();
            foreach (var sort in Sorts)
            {
                orders.Add(sort, "asc");
                orders.Add(sort, "desc");
            }

            return orders;
        }
    }

    /// <summary>A new user with thirteen tasks, with ties in every sort key that a client can set, and some without a due date.</summary>
    internal static async Task<ApiUser> NewUserWithTasksAsync(this TodoApi api)
    {
        var user = api.NewUser();
        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => user.CreateAsync(new
        {
            title = (i % 4) switch { 0 => "Task", 1 => "task", 2 => "Ärger mit task", _ => $"task {i}" },
            priority = Priorities[i % 3],
            completed = i % 4 == 0,
            due_date = (i % 5) switch { 0 => "2026-12-01", 1 => "2026-12-02", 2 => "2026-12-02T00:00:00Z", 3 => null, _ => $"2026-12-03T0{i / 5}:00:00.000001Z" },
        })));
        return user;
    }
}
