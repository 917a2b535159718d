using System.Text.RegularExpressions;
using FluentValidation;
using Todo.Api.Requests;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Architecture;

public sealed partial class SliceTests(TodoApi api)
{
    private static readonly (string? Area, string? Slice) Batch = ("Batch", "RunBatch");

    [Fact]
    public void Every_request_record_has_a_validator()
    {
        var requests = typeof(Program).Assembly.GetTypes()
            .Where(type => !type.IsInterface && type.GetInterfaces().Any(IsRequest))
            .ToArray();

        Assert.NotEmpty(requests);
        Assert.All(requests, request =>
            Assert.NotNull(api.Instance.Services.GetService(typeof(IValidator<>).MakeGenericType(request))));
    }

    [Fact]
    public void No_slice_uses_another()
    {
        var slices = Directory.GetDirectories(Path.Combine(SourceTree.Api, "Features"))
            .SelectMany(area => Directory.GetDirectories(area).Select(slice => (Area: Path.GetFileName(area), Slice: Path.GetFileName(slice))))
            .ToArray();

        Assert.NotEmpty(slices);
        Assert.All(slices.Where(slice => slice != Batch), mine => Assert.All(SourceTree.Files("Features", mine.Area, mine.Slice), file =>
            Assert.All(slices.Where(other => other != mine), other =>
                Assert.DoesNotContain($"Features.{other.Area}.{other.Slice}", File.ReadAllText(file), StringComparison.Ordinal))));
    }

    [Fact]
    public void A_batch_takes_the_requests_of_other_slices_and_nothing_else_of_them()
    {
        // Its operations are these requests, by the same rules. What their endpoints do with them stays theirs.
        var others = typeof(Program).Assembly.GetTypes()
            .Where(type => type.Namespace?.Split('.') is ["Todo", "Api", "Features", var area, var slice] && (area, slice) != Batch && !type.IsNested)
            .ToArray();
        var used = SourceTree.Files("Features", "Batch", "RunBatch")
            .SelectMany(file => Words().Matches(File.ReadAllText(file)).Select(word => word.Value))
            .ToHashSet();

        Assert.Equal(["CreateTaskRequest", "UpdateTaskRequest"], others.Select(type => type.Name).Where(used.Contains).Order());
    }

    [Fact]
    public void Every_slice_maps_one_endpoint_class_of_its_name()
    {
        var slices = Directory.GetDirectories(Path.Combine(SourceTree.Api, "Features")).SelectMany(Directory.GetDirectories).ToArray();

        Assert.NotEmpty(slices);
        Assert.All(slices, slice => Assert.True(
            File.Exists(Path.Combine(slice, $"{Path.GetFileName(slice)}Endpoint.cs")),
            $"{Path.GetFileName(slice)} has no endpoint of its name."));
    }

    [Fact]
    public void Every_query_of_what_users_own_names_the_owner_first()
    {
        var queries = SourceTree.Files("Features")
            .SelectMany(file => OwnedSet().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Query: match.Value + match.Groups[1].Value)))
            .ToArray();

        Assert.True(queries.Length >= 6, $"Only {queries.Length} queries were found.");
        Assert.All(queries, query => Assert.True(NamesOwner().IsMatch(query.Query), $"{query.File}: {query.Query}"));
    }

    [Fact]
    public void Every_statement_in_SQL_on_tasks_says_what_it_does_with_the_trash()
    {
        var statements = SourceTree.Files("Features")
            .SelectMany(file => RawSql().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Sql: match.Groups[1].Value)))
            .Where(statement => Tasks().IsMatch(statement.Sql))
            .ToArray();

        Assert.True(statements.Length >= 2, $"Only {statements.Length} statements were found.");
        Assert.All(statements, statement => Assert.Contains("deleted_at", statement.Sql, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_statement_that_changes_tasks_has_the_lock_of_their_user_first()
    {
        // The trigger writes other tasks of the user with that lock: without it, a statement that has a row already would wait for one that waits for the row.
        var statements = SourceTree.Files("Features")
            .SelectMany(file => ChangeOfTasks().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Statement: match.Value)))
            .ToArray();

        Assert.True(statements.Length >= 7, $"Only {statements.Length} statements were found.");
        Assert.All(statements, statement => Assert.Matches(@"lock_tasks_of\(|TaskFunctions\.Lock\(", statement.Statement));
    }

    [Fact]
    public void The_trash_is_left_out_in_one_place()
    {
        // A statement in SQL cannot be filtered from outside; the slices of the trash ask for nothing else, and those of changes for all tasks alike. A move
        // leaves what is in the trash its place.
        var files = SourceTree.Files()
            .Where(file => File.ReadAllText(file).Contains("IgnoreQueryFilters", StringComparison.Ordinal))
            .Where(file => !file.Contains("/Features/Trash/", StringComparison.Ordinal) && !file.Contains("/Features/Changes/", StringComparison.Ordinal))
            .Select(Path.GetFileName);

        Assert.Equal(["MoveTaskEndpoint.cs", "WritingStatements.cs"], files.Order());
    }

    [Fact]
    public void Types_are_internal_and_closed_to_inheritance()
    {
        var types = typeof(Program).Assembly.GetTypes()
            .Where(type => type.Namespace?.StartsWith("Todo.Api", StringComparison.Ordinal) == true
                && type.Namespace != "Todo.Api.Persistence.Migrations"
                && !type.IsNested
                && !type.Name.Contains('<', StringComparison.Ordinal))
            .ToArray();

        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.False(type.IsPublic, $"{type} is public."));
        Assert.All(types.Where(type => type.IsClass), type => Assert.True(type.IsSealed || type.IsAbstract, $"{type} is open to inheritance."));
    }

    [Fact]
    public void No_room_is_a_drawer_for_everything()
    {
        string[] drawers = ["Common", "Shared", "Helpers", "Utils", "Extensions", "Misc", "Services", "Models"];
        var rooms = Directory.GetDirectories(SourceTree.Api, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToArray();

        Assert.NotEmpty(rooms);
        Assert.DoesNotContain(rooms, room => drawers.Contains(room));
    }

    private static bool IsRequest(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IJsonBody<>) || type.GetGenericTypeDefinition() == typeof(IQuery<>));

    // From the table to the end of what is asked of it, or of the first 5,000 characters.
    [GeneratedRegex(@"(?:db\.(?:Tasks|Lists|Tags)\b(?!\.Add\()|db\.SingleInStatementAsync<(?:TaskItem|TaskList|Tag)>)(?=(.{0,5000}))", RegexOptions.Singleline)]
    private static partial Regex OwnedSet();

    [GeneratedRegex(@"(?:SingleInStatementAsync(?:<\w+>)?|FromSql|SqlQuery(?:<\w+>)?|ExecuteSql(?:Async)?)\(\s*\$+(""{3}.*?""{3}|""[^""]*"")", RegexOptions.Singleline)]
    private static partial Regex RawSql();

    [GeneratedRegex(@"(UPDATE|DELETE FROM) tasks\b.*?""{3}|SELECT \* FROM tasks [^;]*? FOR UPDATE|db\.Tasks\b(?:(?!;).)*?\.Execute(Update|Delete)Async\(", RegexOptions.Singleline)]
    private static partial Regex ChangeOfTasks();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();

    // A new task is not in the trash.
    [GeneratedRegex(@"(?<!INTO )\btasks\b")]
    private static partial Regex Tasks();

    // ListTasksQuery hands the table to Matching, whose first condition is the owner.
    [GeneratedRegex(@"^(db\.(?:Tasks|Lists|Tags)(\s*\.OwnedBy\(user\.Id\)|\.Where\(task => task\.UserId == userId|, shape, values\)|\.FromSql\(.*?WHERE user_id = \{user\.Id\})|db\.SingleInStatementAsync<\w+>\(.*?(WHERE user_id = \{user\.Id\}|INSERT INTO \w+ \(user_id, .*?(?:SELECT |VALUES \()\{user\.Id\},))", RegexOptions.Singleline)]
    private static partial Regex NamesOwner();
}
