using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Features.Tasks;

public sealed class ListTasksSearchTests(TodoApi api)
{
    [Theory]
    [InlineData("milk")]
    [InlineData("MILK")]
    [InlineData("mILk")]
    [InlineData("Buy")]
    [InlineData("b")]
    [InlineData("il")]
    [InlineData("uy mil")]
    [InlineData("milk buy")]
    [InlineData("  milk   buy  ")]
    [InlineData("bottles")]
    [InlineData("milk bottles")]
    [InlineData("TWO milk")]
    [InlineData("wo bottl uy")]
    [InlineData("milk milk")]
    public async Task Finds_every_word_anywhere_in_title_or_description(string search)
    {
        var ada = api.NewUser();
        await ada.CreateAsync(new { title = "Buy milk", description = "Two bottles" });
        await ada.CreateAsync(new { title = "Something", description = "else" });

        Assert.Equal(["Buy milk"], await SearchAsync(ada, search));
    }

    [Theory]
    [InlineData("milk bread")]
    [InlineData("milky")]
    [InlineData("buymilk")]
    [InlineData("milktwo")]
    [InlineData("klim")]
    public async Task Does_not_find_where_a_word_is_missing(string search)
    {
        var ada = api.NewUser();
        await ada.CreateAsync(new { title = "Buy milk", description = "Two bottles" });

        Assert.Empty(await SearchAsync(ada, search));
    }

    [Theory]
    [InlineData("%", "50% off")]
    [InlineData("_", "snake_case")]
    [InlineData("\\", "C:\\temp")]
    [InlineData("0%", "50% off")]
    [InlineData("e_c", "snake_case")]
    [InlineData("C:\\t", "C:\\temp")]
    [InlineData("*", "a * b")]
    [InlineData("?", "why?")]
    [InlineData("'", "it's")]
    [InlineData("\"", "say \"hi\"")]
    [InlineData("(", "f(x)")]
    [InlineData("[", "a[0]")]
    [InlineData("&", "salt & pepper")]
    [InlineData("+", "1 + 1")]
    [InlineData("#", "issue #2")]
    [InlineData("🦄", "a 🦄!")]
    [InlineData("日本", "日本語")]
    [InlineData("--", "x -- y")]
    [InlineData("$1", "costs $1")]
    [InlineData("{0}", "format {0}")]
    public async Task Takes_every_character_as_an_ordinary_one(string search, string title)
    {
        var ada = api.NewUser();
        await ada.CreateAsync("plain words only");
        await ada.CreateAsync(title);

        Assert.Equal([title], await SearchAsync(ada, search));
    }

    [Theory]
    [InlineData("%%")]
    [InlineData("p%n")]
    [InlineData("pl_in")]
    [InlineData("\\p")]
    [InlineData("plain\\")]
    [InlineData("\\%")]
    public async Task Knows_no_wildcards(string search)
    {
        var ada = api.NewUser();
        await ada.CreateAsync(new { title = "plain", description = "plain" });

        Assert.Empty(await SearchAsync(ada, search));
    }

    [Theory]
    [InlineData("École", "école")]
    [InlineData("école", "ÉCOLE")]
    [InlineData("ÄPFEL und ÖL", "äpfel öl")]
    [InlineData("äpfel und öl", "ÖL ÄPFEL")]
    [InlineData("МОСКВА", "москва")]
    [InlineData("Ελλάδα", "ΕΛΛ")]
    public async Task Knows_upper_and_lower_case_of_every_script(string title, string search)
    {
        var ada = api.NewUser();
        await ada.CreateAsync(title);
        await ada.CreateAsync(new { title = "other", description = title });
        await ada.CreateAsync("unrelated");

        Assert.Equal(["other", title], await SearchAsync(ada, search));
    }

    [Theory]
    [InlineData("?search=")]
    [InlineData("?search")]
    public async Task An_empty_search_is_no_search(string query)
    {
        var ada = api.NewUser();
        await ada.CreateAsync("task");

        Assert.Equal(["task"], await ada.TitlesAsync(query));
    }

    [Theory]
    [InlineData("?search=buy+milk")]
    [InlineData("?search=buy%20milk")]
    public async Task Takes_a_plus_for_a_space(string query)
    {
        var ada = api.NewUser();
        await ada.CreateAsync("milk to buy");

        Assert.Equal(["milk to buy"], await ada.TitlesAsync(query));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("🦄")]
    public async Task Takes_200_characters(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 200));
        var ada = api.NewUser();
        await ada.CreateAsync(text);
        await ada.CreateAsync(string.Concat(Enumerable.Repeat(character, 199)));

        Assert.Equal([text], await SearchAsync(ada, text));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("🦄")]
    public async Task Refuses_201_characters(string character)
    {
        var response = await api.NewUser().GetAsync($"tasks?search={Uri.EscapeDataString(string.Concat(Enumerable.Repeat(character, 201)))}");

        response.ShouldBeInvalid("search");
    }

    [Fact]
    public async Task Takes_a_hundred_words()
    {
        var ada = api.NewUser();
        await ada.CreateAsync("a");

        Assert.Equal(["a"], await SearchAsync(ada, string.Join(' ', Enumerable.Repeat("a", 100))));
    }

    [Theory]
    [InlineData("%00")]
    [InlineData("a%00b")]
    [InlineData("a%07b")]
    [InlineData("a%7Fb")]
    public async Task Refuses_control_characters(string search)
    {
        var response = await api.NewUser().GetAsync($"tasks?search={search}");

        response.ShouldBeInvalid("search");
    }

    [Fact]
    public async Task Finds_only_ones_own_tasks()
    {
        var ada = api.NewUser();
        await api.NewUser().CreateAsync("milk of bob");
        await ada.CreateAsync("milk of ada");

        Assert.Equal(["milk of ada"], await SearchAsync(ada, "milk"));
    }

    [Fact]
    public async Task Follows_a_change_of_the_text()
    {
        var ada = api.NewUser();
        var id = await ada.CreateIdAsync("milk");

        await ada.PatchAsync(id, """{"title":"bread"}""");

        Assert.Empty(await SearchAsync(ada, "milk"));
        Assert.Equal(["bread"], await SearchAsync(ada, "bread"));
    }

    private static Task<string[]> SearchAsync(ApiUser user, string search) => user.TitlesAsync($"?search={Uri.EscapeDataString(search)}");
}
