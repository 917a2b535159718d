using Alba;
using Todo.Api.Tests.Features.Tags;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Persistence;

/// <summary>Comparing without case is the same on a database of any locale: of none (C), and of Turkish, where the capital of i is İ.</summary>
public sealed class LocaleTests(LocaleTests.Hosts hosts) : IClassFixture<LocaleTests.Hosts>
{
    private static readonly (string Title, string Search)[] Found =
    [
        ("ÄPFEL und ÖL", "äpfel öl"), ("äpfel", "ÄPFEL"), ("Title", "TITLE"), ("TITLE", "title"), ("Mike", "mIKE"),
        ("ΟΔΟΣ", "οδος"), ("οδος", "ΟΔΟΣ"), ("ΟΔΟΣΜΑ", "ΟΔΟΣ"), ("οδοσμα", "οδος"), ("straße", "STRASSE"), ("STRASSE", "straße"), ("GROẞ", "groß"),
        ("ﬁle", "FILE"), ("file", "ﬁle"), ("é", "e\u0301"), ("e\u0301", "É"), ("МОСКВА", "москва"), ("ⅸ", "IX"), ("ＦＵＬＬ", "full"),
    ];

    private static readonly (string Registered, string Same)[] Emails =
        [("jörg", "JÖRG"), ("mike", "MIKE"), ("İpek.é", "İPEK.E\u0301"), ("straße", "STRASSE"), ("οδος", "ΟΔΟΣ")];

    public static TheoryData<string, string, string> Searches => [.. from locale in Hosts.Names from pair in Found select (locale, pair.Title, pair.Search)];

    public static TheoryData<string, string, string> Accounts => [.. from locale in Hosts.Names from pair in Emails select (locale, pair.Registered, pair.Same)];

    public static TheoryData<string> Locales => [.. Hosts.Names];

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task A_search_finds_in_any_case(string locale, string title, string search)
    {
        var ada = (await hosts.OnAsync(locale)).NewUser();
        await ada.CreateAsync(title);
        await ada.CreateAsync(new { title = "other", description = $"with {title} in it" });
        await ada.CreateAsync("unrelated");

        Assert.Equal(["other", title], await ada.TitlesAsync($"?search={Uri.EscapeDataString(search)}"));
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task An_email_is_one_account_in_any_case(string locale, string registered, string same)
    {
        var host = await hosts.OnAsync(locale);
        var domain = $"@{Guid.NewGuid():N}.example";

        await RegisterAsync(registered).SessionAsync(201);

        (await RegisterAsync(same)).ShouldBeProblem("EMAIL_TAKEN");
        await host.PostAsync("/api/auth/login", new { email = same + domain, password = Sessions.Password }).SessionAsync();

        Task<IScenarioResult> RegisterAsync(string name) => host.PostAsync("/api/auth/register", new { email = name + domain, password = Sessions.Password });
    }

    [Theory]
    [MemberData(nameof(Accounts))]
    public async Task A_tag_is_one_in_any_case(string locale, string first, string same)
    {
        var ada = (await hosts.OnAsync(locale)).NewUser();
        await ada.CreateTaggedAsync("1", first);
        await ada.CreateTaggedAsync("2", same);

        Assert.Equal([(first, 2)], await ada.TagsAsync());
        Assert.Equal(["2", "1"], await ada.TitlesAsync($"?tags={Uri.EscapeDataString(same)}"));
        Assert.Equal("""{"name":"other","count":2}""", (await ada.RenameTagAsync(same, "other")).ReadAsText());
    }

    [Theory]
    [MemberData(nameof(Locales))]
    public async Task Titles_have_the_same_order(string locale)
    {
        var ada = (await hosts.OnAsync(locale)).NewUser();
        foreach (var title in (string[])["zebra", "Äpfel", "ilk", "Istanbul", "apfel", "éclair", "Eclair", "Banana", "İzmir", "ırmak", "ida"])
        {
            await ada.CreateAsync(title);
        }

        string[] expected = ["apfel", "Äpfel", "Banana", "Eclair", "éclair", "ida", "ilk", "ırmak", "Istanbul", "İzmir", "zebra"];
        Assert.Equal(expected, await ada.TitlesAsync("?sort=title&order=asc"));

        var walked = new List<string>();
        for (var address = "?sort=title&order=asc&limit=2"; address is not null;)
        {
            var page = await ada.GetAsync($"tasks{address}");
            walked.AddRange(page.Json().EnumerateArray().Select(task => task.Text("title")!));
            address = page.Header("Link") is { } link ? link[link.IndexOf('?', StringComparison.Ordinal)..link.IndexOf('>', StringComparison.Ordinal)] : null;
        }

        Assert.Equal(expected, walked);
    }

    /// <summary>The API on a database of each locale, started when a test first asks for it.</summary>
    public sealed class Hosts(TodoApi api) : IAsyncLifetime
    {
        private static readonly Dictionary<string, string> Options = new()
        {
            ["default"] = "",
            ["C"] = "LOCALE_PROVIDER libc",
            ["tr-TR"] = "LOCALE_PROVIDER icu ICU_LOCALE 'tr-TR'",
        };

        private readonly SemaphoreSlim _turn = new(1);
        private readonly Dictionary<string, ApiHost> _started = [];

        internal static IEnumerable<string> Names => Options.Keys;

        internal async Task<ApiHost> OnAsync(string locale)
        {
            if (locale == "default")
            {
                return api.Host;
            }

            await _turn.WaitAsync(TestContext.Current.CancellationToken);
            try
            {
                return _started.TryGetValue(locale, out var host)
                    ? host
                    : _started[locale] = await TodoApi.HostAsync(await api.Databases.CreateWithLocaleAsync(Options[locale]));
            }
            finally
            {
                _turn.Release();
            }
        }

        public ValueTask InitializeAsync() => ValueTask.CompletedTask;

        public async ValueTask DisposeAsync()
        {
            foreach (var host in _started.Values)
            {
                await host.DisposeAsync();
            }

            _turn.Dispose();
        }
    }
}
