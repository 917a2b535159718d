using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Todo.Bench.Floor;

/// <summary>The endpoints of the floor: for the requests of the scenarios they answer what the API answers.</summary>
internal sealed class FloorTasks(NpgsqlDataSource database, FloorTokens tokens)
{
    private const string Columns = "id, user_id, title, description, completed, priority, due_at, due_is_date, created_at, updated_at";

    private static readonly string[] Priorities = ["", "low", "medium", "high"];

    internal async Task ReadyAsync(HttpContext context)
    {
        await using var command = database.CreateCommand("SELECT 1");
        await command.ExecuteScalarAsync(context.RequestAborted);
    }

    internal async Task ListAsync(HttpContext context)
    {
        if (User(context) is not { } user)
        {
            return;
        }

        var query = context.Request.Query;
        await using var command = database.CreateCommand();
        command.Parameters.Add(Text(user));
        var conditions = "user_id = $1";
        if (query["completed"] is [{ } completed])
        {
            command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = bool.Parse(completed) });
            conditions += $" AND completed = ${command.Parameters.Count}";
        }

        if (query["priority"] is [{ } priority])
        {
            command.Parameters.Add(Priority(priority));
            conditions += $" AND priority = ${command.Parameters.Count}";
        }

        if (query["search"] is [{ } word])
        {
            command.Parameters.Add(Text($"%{word}%"));
            conditions += $" AND (title || E'\\n' || coalesce(description, '')) ILIKE ${command.Parameters.Count}";
        }

        // The numbers stand in the text, so that each shape of a list is planned once for the few rows that it fetches.
        var limit = query["limit"] is [{ } number] ? int.Parse(number, CultureInfo.InvariantCulture) : 100;
        var order = query["sort"] is ["due_date"] ? "due_at, id" : "created_at DESC, id DESC";
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture, $"SELECT {Columns} FROM tasks WHERE {conditions} ORDER BY {order} LIMIT {limit}");

        var list = new List<FloorTask>(limit);
        await using (var reader = await command.ExecuteReaderAsync(context.RequestAborted))
        {
            while (await reader.ReadAsync(context.RequestAborted))
            {
                list.Add(Read(reader));
            }
        }

        await context.Response.WriteAsJsonAsync(list, FloorJson.Default.ListFloorTask);
    }

    internal Task GetAsync(HttpContext context) =>
        AnswerOneAsync(context, $"SELECT {Columns} FROM tasks WHERE user_id = $1 AND id = $2", StatusCodes.Status200OK, (user, _) => [Text(user), Id(context)]);

    internal Task ToggleAsync(HttpContext context) =>
        AnswerOneAsync(
            context,
            $"UPDATE tasks SET completed = NOT completed, updated_at = now() WHERE user_id = $1 AND id = $2 RETURNING {Columns}",
            StatusCodes.Status200OK,
            (user, _) => [Text(user), Id(context)]);

    internal Task UpdateAsync(HttpContext context) =>
        AnswerOneAsync(
            context,
            $"""
            UPDATE tasks SET title = $3, description = $4, priority = $5, due_at = $6, due_is_date = $7, updated_at = now()
            WHERE user_id = $1 AND id = $2
            RETURNING {Columns}
            """,
            StatusCodes.Status200OK,
            (user, input) => [Text(user), Id(context), .. Values(input!)],
            hasBody: true);

    internal Task CreateAsync(HttpContext context) =>
        AnswerOneAsync(
            context,
            $"""
            INSERT INTO tasks (user_id, title, description, priority, due_at, due_is_date, completed, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, false, now(), now())
            RETURNING {Columns}
            """,
            StatusCodes.Status201Created,
            (user, input) => [Text(user), .. Values(input!)],
            hasBody: true);

    internal async Task DeleteAsync(HttpContext context)
    {
        if (User(context) is not { } user)
        {
            return;
        }

        await using var command = database.CreateCommand("DELETE FROM tasks WHERE user_id = $1 AND id = $2");
        command.Parameters.Add(Text(user));
        command.Parameters.Add(Id(context));
        var deleted = await command.ExecuteNonQueryAsync(context.RequestAborted);
        context.Response.StatusCode = deleted == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status204NoContent;
    }

    private async Task AnswerOneAsync(
        HttpContext context, string sql, int status, Func<string, FloorInput?, NpgsqlParameter[]> parameters, bool hasBody = false)
    {
        if (User(context) is not { } user)
        {
            return;
        }

        var input = hasBody ? await context.Request.ReadFromJsonAsync(FloorJson.Default.FloorInput, context.RequestAborted) : null;
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters(user, input));
        FloorTask? task;
        await using (var reader = await command.ExecuteReaderAsync(context.RequestAborted))
        {
            task = await reader.ReadAsync(context.RequestAborted) ? Read(reader) : null;
        }

        context.Response.StatusCode = task is null ? StatusCodes.Status404NotFound : status;
        if (task is not null)
        {
            await context.Response.WriteAsJsonAsync(task, FloorJson.Default.FloorTask);
        }
    }

    /// <summary>The user of the address, if it is also the one of the token.</summary>
    private string? User(HttpContext context)
    {
        var user = (string)context.Request.RouteValues["user_id"]!;
        if (tokens.Refusal(context, user) is not { } status)
        {
            return user;
        }

        context.Response.StatusCode = status;
        return null;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Id(HttpContext context) =>
        new() { TypedValue = long.Parse((string)context.Request.RouteValues["task_id"]!, CultureInfo.InvariantCulture) };

    private static NpgsqlParameter<short> Priority(string name) => new() { TypedValue = (short)Array.IndexOf(Priorities, name) };

    private static NpgsqlParameter[] Values(FloorInput input) =>
    [
        Text(input.Title),
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = input.Description ?? (object)DBNull.Value },
        Priority(input.Priority),
        new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.TimestampTz, Value = input.DueDate?.At ?? (object)DBNull.Value },
        new NpgsqlParameter<bool> { TypedValue = input.DueDate?.IsDate ?? false },
    ];

    private static FloorTask Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetString(1),
        reader.GetString(2),
        reader.IsDBNull(3) ? null : reader.GetString(3),
        reader.GetBoolean(4),
        Priorities[reader.GetInt16(5)],
        reader.IsDBNull(6) ? null : new FloorDueDate(reader.GetDateTime(6), reader.GetBoolean(7)),
        reader.GetDateTime(8),
        reader.GetDateTime(9));
}
