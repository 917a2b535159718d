namespace Todo.Bench;

/// <summary>The committed results, and the notes in them that were written by hand.</summary>
internal static class ResultsFile
{
    internal const string Name = "RESULTS.md";

    private const string NotesBegin = "<!-- notes -->";
    private const string NotesEnd = "<!-- /notes -->";

    private static string Path => Repository.PathOf("bench", Name);

    internal static void Write(string report)
    {
        File.WriteAllText(Path, report);
        Progress.Say($"written to bench/{Name}");
    }

    /// <summary>The notes of the file that is there, with their marks.</summary>
    internal static string Notes()
    {
        var text = File.Exists(Path) ? File.ReadAllText(Path) : "";
        var (begin, end) = (text.IndexOf(NotesBegin, StringComparison.Ordinal), text.LastIndexOf(NotesEnd, StringComparison.Ordinal));
        return begin >= 0 && end > begin ? text[begin..(end + NotesEnd.Length)] : $"{NotesBegin}\n{NotesEnd}";
    }
}
