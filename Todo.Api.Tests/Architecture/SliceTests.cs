using System.Text.RegularExpressions;
using FluentValidation;
using Todo.Api.Requests;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Architecture;

public sealed partial class SliceTests(TodoApi api)
{
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
        Assert.All(slices, mine => Assert.All(SourceTree.Files("Features", mine.Area, mine.Slice), file =>
            Assert.All(slices.Where(other => other != mine), other =>
                Assert.DoesNotContain($"Features.{other.Area}.{other.Slice}", File.ReadAllText(file), StringComparison.Ordinal))));
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
    public void Every_statement_on_tasks_names_their_owner()
    {
        var statements = SourceTree.Files("Features")
            .SelectMany(file => Statement().Matches(File.ReadAllText(file)).Select(match => (File: Path.GetFileName(file), Sql: match.Value)))
            .ToArray();

        Assert.True(statements.Length >= 6, $"Only {statements.Length} statements were found.");
        Assert.All(statements, statement => Assert.True(
            OwnedStatement().IsMatch(statement.Sql), $"{statement.File}: {statement.Sql}"));
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

    [GeneratedRegex(@"(FROM tasks|UPDATE tasks|DELETE FROM tasks|INSERT INTO tasks)\b.*?("""""";|"";|RETURNING)", RegexOptions.Singleline)]
    private static partial Regex Statement();

    // Either it names the owner itself, or it is put together from conditions that begin with the owner.
    [GeneratedRegex(@"user_id = (\(SELECT )?\$1|\(user_id, |\{_matching\}", RegexOptions.Singleline)]
    private static partial Regex OwnedStatement();
}
