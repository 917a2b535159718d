using System.Text.Json;
using CsCheck;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Properties;

/// <summary>Random bodies: each is taken, or refused in the form that every error has, with everything that is wrong named.</summary>
public sealed class BodyProperties(TodoApi api)
{
    private static readonly Gen<string> Letters = Gen.Char['a', 'z'].Array[1, 6].Select(letters => new string(letters));

    private static readonly Gen<Member> Right = Gen.OneOf(
        Letters.Select(text => new Member("title", $"\"{text}\"")),
        Gen.OneOf("null", "\"\"", "\"two\\nbottles\"", "\"🦄\"").Select(value => new Member("description", value)),
        Gen.OneOf("true", "false").Select(value => new Member("completed", value)),
        Gen.OneOf("low", "medium", "high").Select(value => new Member("priority", $"\"{value}\"")),
        Gen.OneOf("null", "\"2026-12-01\"", "\"2026-12-01T09:00:00+01:00\"").Select(value => new Member("due_date", value)),
        Gen.Select(Gen.OneOf("id", "user_id", "created_at", "updated_at"), Gen.OneOf("1", "null", "\"x\"", "{}"), (name, value) => new Member(name, value)));

    private static readonly Gen<Member> Wrong = Gen.OneOf(
        Gen.Select(Gen.OneOf("title", "description", "priority", "due_date"), Gen.OneOf("1", "true", "[1]", "{\"a\":1}", "\"\\u0000\""), (name, value) => new Member(name, value, IsWrong: true)),
        Gen.OneOf("1", "\"true\"", "[true]", "{\"a\":true}").Select(value => new Member("completed", value, IsWrong: true)),
        Gen.Select(Letters, Gen.OneOf("1", "true", "\"x\"", "[1]", "{\"a\":1}"), (name, value) => new Member($"zq{name}", value, IsWrong: true)));

    private static readonly Gen<string> AnyText = Gen.OneOf(Gen.String.Select(text => JsonSerializer.Serialize(text)), Gen.OneOf("\"title\"", "\"\\ud800\"", "\"\\u0000\"", "\"due_date\"", "\"completed\""));

    private static readonly Gen<string> AnyValue = Gen.Recursive<string>((depth, value) => depth > 3
        ? Gen.OneOf(AnyText, Gen.OneOf("null", "true", "1e999", "-0", "123456789012345678901234567890"), Gen.Double.Select(number => JsonSerializer.Serialize(double.IsFinite(number) ? number : 0)))
        : Gen.OneOf(AnyText, value.Array[0, 3].Select(values => $"[{string.Join(',', values)}]"), Gen.Select(AnyText, value).Array[0, 3].Select(ObjectOf)));

    [Fact]
    public Task Any_object_is_taken_or_refused_in_form() => Gen.Select(AnyText, AnyValue).Array[0, 5].Select(ObjectOf).SampleAsync(
        async body =>
        {
            var result = await api.NewUser().PostAsync(body);
            result.ShouldBeHandled();
            Assert.True(result.Status() is 201 or 400 or 422, result.ReadAsText());
        },
        iter: 500,
        threads: 2);

    [Fact]
    public Task Every_member_that_is_wrong_is_named_and_no_other() => Gen.Frequency((5, Right), (1, Wrong)).Array[0, 6].SampleAsync(
        async members =>
        {
            var ada = api.NewUser();
            var wrong = members.Where(member => member.IsWrong).Select(member => member.Name).Union(members.Any(member => member.Name == "title") ? [] : ["title"]).ToArray();

            var result = await ada.PostAsync($"{{{string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Value}"))}}}");

            if (members.DistinctBy(member => member.Name).Count() < members.Length)
            {
                result.ShouldBeProblem("MALFORMED_REQUEST");
            }
            else if (wrong.Length > 0)
            {
                result.ShouldBeInvalid(wrong);
            }
            else
            {
                result.StatusCodeShouldBe(201);
            }

            Assert.Equal(result.Status() == 201 ? 1 : 0, (await ada.ListAsync()).Length);
        },
        iter: 500,
        threads: 2);

    private static string ObjectOf((string Name, string Value)[] members) => $"{{{string.Join(',', members.Select(member => $"{member.Name}:{member.Value}"))}}}";

    private sealed record Member(string Name, string Value, bool IsWrong = false);
}
