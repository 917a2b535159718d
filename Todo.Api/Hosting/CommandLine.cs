using Todo.Api.Persistence;
using Todo.Api.Security;
using Todo.Api.Settings;

namespace Todo.Api.Hosting;

/// <summary>What the program does instead of serving.</summary>
internal static class CommandLine
{
    /// <summary><c>token USER_ID</c> prints a token of that user, signed with this application's secret.</summary>
    internal static int PrintToken(string[] args, AppSettings settings)
    {
        var jwt = JwtOptions.From(settings, HostSettings.DataFolder());
        var local = LocalAuthSettings.From(settings, jwt);
        settings.ThrowIfUnusable();

        if (args is not [_, { Length: > 0 } userId, ..])
        {
            Console.Error.WriteLine("Whose token? Say: dotnet run --project Todo.Api -- token USER_ID");
            return 1;
        }

        if (!UserIds.IsUsable(userId))
        {
            Console.Error.WriteLine("That is no user id: it has 1 to 255 characters, and is no word with which other addresses begin, such as tasks or auth.");
            return 1;
        }

        if (jwt.Secret is null)
        {
            Console.Error.WriteLine("BETTER_AUTH_SECRET: is missing; without it no token can be signed here. Take one from Better Auth.");
            return 1;
        }

        Console.WriteLine(new AccessTokens(jwt, local, TimeProvider.System).Issue(userId));
        return 0;
    }

    /// <summary><c>--migrate</c> brings the database's schema up to date and ends.</summary>
    internal static async Task<int> MigrateAsync(WebApplication app)
    {
        await app.Services.MigrateAsync(CancellationToken.None);
        Console.WriteLine("The database is up to date.");
        return 0;
    }
}
