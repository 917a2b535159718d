using System.Globalization;

namespace Todo.Bench;

/// <summary>CPU time and memory of processes, as the kernel counts them.</summary>
internal static class ProcFs
{
    /// <summary>USER_HZ, the unit of times in /proc; 100 on every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>What is written to clear_refs to make the peak start again from the present.</summary>
    private const string ResetPeak = "5";

    /// <summary>CPU milliseconds of a process and all below it so far, in user and in kernel mode, those that have ended included.</summary>
    internal static double CpuMilliseconds(int root) => Tree(root).Sum(stat => stat.OwnTicks + stat.EndedChildrenTicks) * 1000 / TicksPerSecond;

    /// <summary>Resident memory in bytes.</summary>
    internal static long Resident(int process) => Size(process, "status", "VmRSS:");

    /// <summary>Resident memory with each shared page divided among those who share it, in bytes.</summary>
    internal static long Proportional(int process) => Size(process, "smaps_rollup", "Pss:");

    /// <summary>The most resident memory of a process and all below it since the last <see cref="ForgetPeak"/>, in bytes.</summary>
    internal static long Peak(int root) => Tree(root).Sum(stat => Size(stat.Process, "status", "VmHWM:"));

    internal static void ForgetPeak(int root) => Tree(root).ForEach(stat => File.WriteAllText(PathOf(stat.Process, "clear_refs"), ResetPeak));

    private static List<Stat> Tree(int root)
    {
        var all = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var process) ? Stat.Read(process) : null)
            .OfType<Stat>()
            .ToLookup(stat => stat.Parent);

        var tree = new List<Stat>();
        var waiting = new Queue<Stat>([Stat.Read(root) ?? throw new BenchException($"Process {root} has ended.")]);
        while (waiting.TryDequeue(out var stat))
        {
            tree.Add(stat);
            foreach (var child in all[stat.Process])
            {
                waiting.Enqueue(child);
            }
        }

        return tree;
    }

    private static long Size(int process, string file, string name)
    {
        var line = File.ReadLines(PathOf(process, file)).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024;
    }

    private static string PathOf(int process, string file) => string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{file}");

    private sealed record Stat(int Process, int Parent, long OwnTicks, long EndedChildrenTicks)
    {
        /// <summary>Nothing, if the process ended meanwhile.</summary>
        internal static Stat? Read(int process)
        {
            try
            {
                // The second field is the name of the program in parentheses, which may contain anything.
                var text = File.ReadAllText(PathOf(process, "stat"));
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                return new Stat(process, (int)Number(fields[1]), Number(fields[11]) + Number(fields[12]), Number(fields[13]) + Number(fields[14]));
            }
            catch (IOException)
            {
                return null;
            }
        }

        private static long Number(string field) => long.Parse(field, CultureInfo.InvariantCulture);
    }
}
