using Todo.Api.Features.Auth;
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

        var refusal = args switch
        {
            not [_, { Length: > 0 }, ..] => "Whose token? Say: dotnet run --project Todo.Api -- token USER_ID",
            [_, var userId, ..] when !UserIds.IsUsable(userId) =>
                "That is no user id: it has 1 to 255 characters, and is no word with which other addresses begin, such as tasks or auth.",
            _ when jwt.Secret is null => "BETTER_AUTH_SECRET: is missing; without it no token can be signed here. Take one from Better Auth.",
            _ => null,
        };
        if (refusal is not null)
        {
            Console.Error.WriteLine(refusal);
            return 1;
        }

        Console.WriteLine(new AccessTokens(jwt, local, TimeProvider.System).Issue(args[1]));
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
