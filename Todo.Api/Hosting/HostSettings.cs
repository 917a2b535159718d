using Todo.Api.Settings;

namespace Todo.Api.Hosting;

/// <summary>What must be known before there is a host: the environment, and where things of Development are kept.</summary>
internal static class HostSettings
{
    private const string Name = "ENVIRONMENT";

    // Settings are read once, at the start. Watching their file for changes would wake the process for every change in its folder, such as a line of the log.
    private const string NoReload = "--hostBuilder:reloadConfigOnChange=false";

    // Development would take every unknown address with a dot in it for a file that may have come since the build, before anything is said about tokens.
    private const string NoFilesSinceTheBuild = "--DisableStaticAssetNotFoundRuntimeFallback=true";

    /// <summary>The builder of the application, with <c>.env</c> and environment read.</summary>
    internal static (WebApplicationBuilder Builder, AppSettings Settings) CreateBuilder(string[] args)
    {
        AppSettings.LoadEnvFile();

        var environment = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build()[Name]?.Trim().ToLowerInvariant();
        var isProduction = environment is "production";
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = [NoReload, NoFilesSinceTheBuild, .. args],
            EnvironmentName = isProduction ? Environments.Production : Environments.Development,

            // The page of Development lies beside the application, not in the folder that it was started in.
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });

        // What was built and not published has its page still in the source tree.
        builder.WebHost.UseStaticWebAssets();

        var settings = new AppSettings(builder.Configuration, isProduction);
        if (environment is not (null or "" or "development" or "production"))
        {
            settings.Problem(Name, "must be development or production");
        }

        return (builder, settings);
    }

    /// <summary>The folder of Development's database and secret: <c>.data</c> beside the solution, or where the application was started.</summary>
    internal static string DataFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Todo.sln")))
            {
                return Path.Combine(folder.FullName, ".data");
            }
        }

        return Path.GetFullPath(".data");
    }
}
