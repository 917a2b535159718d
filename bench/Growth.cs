using System.Net.Http.Headers;

namespace Todo.Bench;

/// <summary>How long a question takes at one connection, by the number of tasks that the user has. Nothing where it was not answered.</summary>
/// <param name="Question">In words.</param>
/// <param name="IsFlat">Whether an index makes it independent of that number; it reads all tasks of the user otherwise (docs/adr/0008).</param>
/// <param name="Milliseconds">For each of <see cref="Seeding.ScaleSizes"/>.</param>
internal sealed record Growth(string Question, bool IsFlat, IReadOnlyList<double?> Milliseconds)
{
    private const int MaxRounds = 3;
    private const int Seconds = 1;
    private const int PageSize = 20;

    /// <summary>PostgreSQL plans a prepared statement anew five times before it settles, and the driver prepares it at its second use.</summary>
    private const int Repetitions = 10;

    private static readonly (string Question, string Query, bool IsFlat)[] Questions =
    [
        ("first page", "", true),
        ("deep page, by its cursor", "", true),
        ("filter", "completed=false&priority=high&sort=due_date&", true),
        ("sorted by updated_at", "sort=updated_at&", false),
        ("sorted by due_date", "sort=due_date&", true),
        ("sorted by priority", "sort=priority&", true),
        ("sorted by title", "sort=title&", true),
        ("search, a common word", $"search={Vocabulary.Common}&", false),
        ("search, a rare word", $"search={Vocabulary.Rare}&", false),
        ("search, no match", $"search={Vocabulary.Unknown}&", false),
    ];

    private const int DeepPage = 1;

    internal double? Factor => Milliseconds[^1] / Milliseconds[0];

    internal static async Task<IReadOnlyList<Growth>> MeasureAsync(ServerProcess api, Tokens tokens, int rounds, CancellationToken ct)
    {
        var users = new List<(Uri[] Addresses, string Token)>();
        foreach (var size in Seeding.ScaleSizes)
        {
            var token = tokens.Issue(Seeding.ScaleUser(size));
            users.Add((await AddressesAsync(api, size, token, ct), token));
        }

        var seen = new List<double?>[Questions.Length, users.Count];
        for (var round = 1; round <= Math.Min(rounds, MaxRounds); round++)
        {
            Progress.Say($"growth, round {round} of {Math.Min(rounds, MaxRounds)}");
            for (var question = 0; question < Questions.Length; question++)
            {
                // Beginning with another user each time, as the first has no advantage then, and no disadvantage.
                foreach (var user in Enumerable.Range(round, users.Count).Select(place => place % users.Count))
                {
                    var load = await LoadGenerator.RepeatAsync(users[user].Addresses[question], users[user].Token, Seconds, ct);
                    (seen[question, user] ??= []).Add(load.Errors == 0 && load.Requests > 0 ? load.P50 : null);
                }
            }
        }

        return
        [
            .. Questions.Select((question, row) => new Growth(
                question.Question,
                question.IsFlat,
                [.. users.Select((_, column) => MedianOf(seen[row, column]))])),
        ];
    }

    private static double? MedianOf(List<double?> values) => values.Contains(null) ? null : Statistics.Median(values.Select(value => value!.Value));

    /// <summary>Of every question for this user, each asked some times already. A deep page is known by the link to it only.</summary>
    private static async Task<Uri[]> AddressesAsync(ServerProcess api, int size, string token, CancellationToken ct)
    {
        var tasks = new Uri(api.Address, $"/api/{Seeding.ScaleUser(size)}/tasks");
        var addresses = Array.ConvertAll(Questions, question => new Uri(tasks, $"?{question.Query}limit={PageSize}"));
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        addresses[DeepPage] = await NextAsync(api, client, new Uri(tasks, $"?page={size / PageSize - 1}&limit={PageSize}"), ct);
        foreach (var address in Enumerable.Repeat(addresses, Repetitions).SelectMany(all => all))
        {
            using var response = await client.GetAsync(address, ct);
        }

        return addresses;
    }

    /// <summary>The address of the page after this one.</summary>
    private static async Task<Uri> NextAsync(ServerProcess api, HttpClient client, Uri page, CancellationToken ct)
    {
        using var response = await client.GetAsync(page, ct);

        // Link: </api/…?cursor=…>; rel="next", <…>; rel="prev"
        var links = response.Headers.TryGetValues("Link", out var values) ? string.Join(", ", values).Split(", <") : [];
        return links.FirstOrDefault(link => link.Contains("rel=\"next\"", StringComparison.Ordinal)) is { } next
            ? new Uri(page, next.TrimStart('<').Split('>')[0])
            : throw api.Failure($"answered {page} with {(int)response.StatusCode} and without a link to the next page");
    }
}
