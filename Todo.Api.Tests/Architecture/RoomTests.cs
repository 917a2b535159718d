using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Todo.Api.Tests.Architecture;

/// <summary>The rooms of the house: arrows go down only, and no two rooms import each other.</summary>
public sealed class RoomTests
{
    // From the top down; a room may import those of its own line one way, and all below.
    private static readonly string[][] Floors =
    [
        ["Hosting"],
        ["Features"],
        ["Requests", "Responses", "Security", "Limits", "OpenApi"],
        ["DevServices"],
        ["Persistence", "Observability"],
        ["Settings"],
    ];

    private static readonly ArchUnitNET.Domain.Architecture Api = new ArchLoader().LoadAssemblies(typeof(Program).Assembly).Build();

    /// <summary>Which room imports which.</summary>
    private static readonly HashSet<(string From, string To)> Arrows =
    [
        .. from type in Api.Types
           let room = RoomOf(type)
           where room is not null
           from dependency in type.Dependencies

           // ArchUnitNET takes type parameters of the same name for the same one, wherever they stand.
           where dependency.Target is not GenericParameter
           let other = RoomOf(dependency.Target)
           where other is not null && other != room
           select (room, other),
    ];

    [Fact]
    public void Every_room_has_its_place()
    {
        var rooms = Api.Types.Select(RoomOf).OfType<string>().Distinct().Order();

        Assert.Equal(Floors.SelectMany(floor => floor).Order(), rooms);
    }

    [Fact]
    public void Arrows_go_down_only()
    {
        Assert.True(Arrows.Count >= 10, $"Only {Arrows.Count} arrows were found.");
        Assert.DoesNotContain(Arrows, arrow => FloorOf(arrow.From) > FloorOf(arrow.To));
    }

    [Fact]
    public void No_two_rooms_import_each_other() => Assert.DoesNotContain(Arrows, arrow => Arrows.Contains((arrow.To, arrow.From)));

    [Fact]
    public void Nothing_but_the_start_reaches_the_embedded_database() =>
        Assert.Equal([("Hosting", "DevServices")], Arrows.Where(arrow => arrow.To == "DevServices"));

    [Fact]
    public void Rooms_below_the_features_know_no_task()
    {
        string[] generic = ["Requests", "Responses", "Security", "Limits", "OpenApi", "Settings"];
        string[] words = ["TaskItem", "TaskPriority", "DueDate", "TaskId"];

        Assert.Empty(
            from type in Api.Types
            where generic.Contains(RoomOf(type))
            from dependency in type.Dependencies
            where words.Contains(dependency.Target.Name)
            select $"{type.FullName} knows {dependency.Target.Name}");
    }

    private static int FloorOf(string room) => Array.FindIndex(Floors, floor => floor.Contains(room));

    /// <summary>The part of the namespace behind the root; nothing for types of others and for the program itself.</summary>
    private static string? RoomOf(IType type) =>
        type.Namespace?.FullName.Split('.') is ["Todo", "Api", var room, ..] ? room : null;
}
