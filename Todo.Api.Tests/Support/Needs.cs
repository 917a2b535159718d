namespace Todo.Api.Tests.Support;

/// <summary>Programs that a test needs and a developer's machine may not have: there it is skipped, in CI it fails.</summary>
internal static class Needs
{
    internal static string Program(params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] endings = OperatingSystem.IsWindows() ? [".exe", ".cmd"] : [""];
        var found = (from name in names from folder in folders from ending in endings select Path.Combine(folder, name + ending)).FirstOrDefault(File.Exists);
        if (found is null)
        {
            var missing = $"{string.Join(" or ", names)} is not on the PATH.";
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is not "true", missing);
            Assert.Fail(missing);
        }

        return found;
    }
}
