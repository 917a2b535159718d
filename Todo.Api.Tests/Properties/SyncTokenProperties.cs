using CsCheck;
using Todo.Api.Features.Changes;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Properties;

public sealed class SyncTokenProperties(TodoApi api)
{
    private static readonly Gen<SyncToken> Tokens = Gen.Select(Gen.Long[0, long.MaxValue], Gen.DateTime, Gen.DateTime, (number, at, issued) =>
        new SyncToken(number, DateTime.SpecifyKind(at, DateTimeKind.Utc), DateTime.SpecifyKind(issued, DateTimeKind.Utc)));

    [Fact]
    public void A_token_says_what_it_was_made_of() => Tokens.Sample(token => SyncToken.Parse(token.ToString(), null) == token);

    [Fact]
    public Task A_token_that_was_damaged_anywhere_is_refused()
    {
        var ada = api.NewUser();
        return Gen.Select(Tokens, Gen.Int[0, 999], Gen.Char["ABCxyz019-_=.~ %é"], Gen.Int[0, 3]).SampleAsync(
            async (token, position, character, damage) =>
            {
                var text = token.ToString();
                var at = position % text.Length;
                var damaged = damage switch
                {
                    0 => text[..at] + character + text[(at + 1)..],
                    1 => text[..at] + character + text[at..],
                    2 => text[..at] + text[(at + 1)..],
                    _ => text[..at],
                };

                if (damaged != text)
                {
                    (await ada.GetAsync($"changes?since={Uri.EscapeDataString(damaged)}")).ShouldBeInvalid("since");
                }
            },
            iter: 300,
            threads: 2);
    }
}
