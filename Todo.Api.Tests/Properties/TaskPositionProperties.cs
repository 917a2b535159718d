using CsCheck;
using Todo.Api.Persistence.Entities;

namespace Todo.Api.Tests.Properties;

/// <summary>Positions by themselves: between any two there is another, they sort by code points, and they stay short.</summary>
public sealed class TaskPositionProperties
{
    private const int Moves = 10_000;

    /// <summary>Of ten thousand moves to one place, each position: two numbers with their letters, or one.</summary>
    private const int ShortLength = 16;

    /// <summary>Behind one task, before one task, to the end and to the start.</summary>
    public static TheoryData<string> Places => ["behind", "before", "end", "start"];

    [Theory]
    [MemberData(nameof(Places))]
    public void Moves_to_the_same_place_stay_short(string place)
    {
        var order = new List<string>(Enumerable.Range(1, 9).Select(id => TaskPosition.From(null, id)));

        for (var i = 0; i < Moves; i++)
        {
            // Behind the fourth, before the last of the nine, and so on: the tasks that were moved there stand between.
            var (index, isBehind) = place switch
            {
                "behind" => (4, true),
                "before" => (order.Count - 1, false),
                "end" => (order.Count, false),
                _ => (0, true),
            };
            Insert(order, index, isBehind);
        }

        Assert.Equal(order.Order(StringComparer.Ordinal).Distinct(), order);
        Assert.InRange(order.Max(position => position.Length), 1, ShortLength);
    }

    [Fact]
    public void Random_moves_keep_a_total_order_that_is_the_one_of_a_list() => Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 2]).Array[400].Sample(
        moves =>
        {
            var nextId = 1L;
            var order = new List<string> { TaskPosition.From(null, nextId++) };
            foreach (var (number, kind) in moves)
            {
                if (kind == 0)
                {
                    // A new task comes last, whatever was moved to the end before.
                    order.Add(TaskPosition.From(null, nextId++));
                    continue;
                }

                var moved = order[number % order.Count];
                order.Remove(moved);
                Insert(order, order.Count == 0 ? 0 : (number / 7) % (order.Count + 1), isBehind: kind == 1);
            }

            Assert.Equal(order.Order(StringComparer.Ordinal).Distinct(), order);

            // Never a number alone that a new task may get.
            Assert.DoesNotContain(order.Where(position => position[0] >= 'a' && position != "a0" && position.Length == position[0] - 'a' + 2), position => long.Parse(position.AsSpan(1)) >= nextId);
            Assert.InRange(order.Max(position => position.Length), 1, 120);
        },
        iter: 300);

    [Fact]
    public void Positions_of_new_tasks_sort_as_their_ids() => Gen.Select(Gen.Long[1, long.MaxValue], Gen.Long[1, long.MaxValue]).Sample((one, other) =>
        Assert.Equal(Math.Sign(one.CompareTo(other)), Math.Sign(string.CompareOrdinal(TaskPosition.From(null, one), TaskPosition.From(null, other)))));

    private static void Insert(List<string> order, int index, bool isBehind)
    {
        var (before, after) = (index == 0 ? null : order[index - 1], index == order.Count ? null : order[index]);
        order.Insert(index, TaskPosition.Between(before, after, isBehind));
    }
}
