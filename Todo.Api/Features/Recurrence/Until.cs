using System.Globalization;

namespace Todo.Api.Features.Recurrence;

/// <summary>The end of a series, which belongs to it: a day, a time where the person is, or an instant.</summary>
internal sealed record Until(DateTime At, string Form)
{
    private const string Day = "yyyyMMdd";
    private const string Local = "yyyyMMdd'T'HHmmss";
    private const string Instant = "yyyyMMdd'T'HHmmss'Z'";

    internal static Until? Parse(string text) => new[] { Day, Local, Instant }
        .Where(form => DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out _))
        .Select(form => new Until(DateTime.ParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal), form))
        .FirstOrDefault();

    /// <summary>Whether a series that ends here has an occurrence at this local time, or instant.</summary>
    internal bool Includes(DateTime local, DateTime instant, bool isDate) => Form switch
    {
        _ when isDate => local <= At.Date,
        Day => local.Date <= At,
        Local => local <= At,
        _ => instant <= At,
    };
}
