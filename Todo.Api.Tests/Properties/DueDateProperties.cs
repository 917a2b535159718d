using System.Globalization;
using CsCheck;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Properties;

/// <summary>What goes in as a date or an instant comes out as the same date or instant.</summary>
public sealed class DueDateProperties(TodoApi api)
{
    private readonly ApiUser _ada = api.NewUser();

    [Fact]
    public Task A_date_stays_that_date() => Gen.DateOnly.SampleAsync(
        date =>
        {
            var text = date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return AssertComesBackAsync(text, text);
        },
        iter: 200,
        threads: 2);

    [Fact]
    public Task An_instant_stays_that_instant_in_utc() => Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks / 10], Gen.Int[-14 * 60, 14 * 60]).SampleAsync(
        async (microseconds, offset) =>
        {
            var utc = new DateTime(microseconds * 10, DateTimeKind.Utc);
            var local = microseconds * 10 + TimeSpan.FromMinutes(offset).Ticks;
            if (local < 0 || local > DateTime.MaxValue.Ticks)
            {
                return;
            }

            var zone = $"{(offset < 0 ? '-' : '+')}{Math.Abs(offset) / 60:00}:{Math.Abs(offset) % 60:00}";
            var text = new DateTime(local).ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture) + zone;
            await AssertComesBackAsync(text, utc.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture));
        },
        iter: 200,
        threads: 2);

    private async Task AssertComesBackAsync(string text, string expected)
    {
        var created = await _ada.CreateAsync(new { title = "x", due_date = text });

        Assert.Equal(expected, created.Text("due_date"));
        Assert.Equal(created.GetRawText(), (await _ada.GetAsync(created.Id())).GetRawText());
    }
}
