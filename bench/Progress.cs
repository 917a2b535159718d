using System.Diagnostics;

namespace Todo.Bench;

/// <summary>Tells how far the bench is, on the standard error: the standard output is the report alone.</summary>
internal static class Progress
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    internal static void Say(string what) => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(Start),8:mm\\:ss}  {what}");
}
