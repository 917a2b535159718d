using Todo.Api.Commands;
using Todo.Api.DevServices;
using Todo.Api.Errors;
using Todo.Api.Features.Auth;
using Todo.Api.Features.Tasks;
using Todo.Api.Http;
using Todo.Api.Json;
using Todo.Api.Observability;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Security;
using Todo.Api.Settings;
using Todo.Api.TodoPage;
using Todo.Api.Validation;

return await Startup.GuardAsync(async () =>
{
    var (builder, settings) = HostSettings.CreateBuilder(args);
    var jwt = JwtOptions.From(settings, HostSettings.DataFolder());
    var localAuth = LocalAuthSettings.From(settings, jwt);
    if (CommandLine.IsToken(args))
    {
        settings.ThrowIfUnusable();
        return CommandLine.PrintToken(args, jwt, localAuth);
    }

    var database = DatabaseSettings.From(settings);
    builder.Logging.AddAppLogging(settings);
    builder.WebHost.UsePort(settings);
    var cors = CorsSettings.From(settings);
    var proxies = ProxySettings.From(settings);
    var rateLimits = RateLimitSettings.From(settings);
    var collector = TelemetrySettings.From(settings);
    settings.ThrowIfUnusable();

    await using var postgres = await database.StartPostgresAsync();
    builder.Services.AddErrors().AddJson().AddValidators()
        .AddPersistence(database.OrOn(postgres?.ConnectionString))
        .AddSecurity(jwt, localAuth).AddHttp(cors, rateLimits)
        .AddTelemetry(collector).AddOpenApiDocument();

    await using var app = builder.Build();
    settings.LogNotices(app.Logger);
    if (CommandLine.IsMigrate(args))
    {
        return await CommandLine.MigrateAsync(app);
    }

    app.UseProxies(proxies);
    app.UseResponseHeaders(settings);
    app.UseRequestLog();
    app.UseErrors();
    app.UseRouting();
    app.UseCors();
    app.UseAuthentication();
    app.UseLimits();
    app.UseOwnershipOfUnmatchedAddresses();

    app.MapHealth();
    app.MapTodoPage(settings);
    app.MapOpenApiAndReference();
    app.MapAuth(localAuth);
    app.MapGroup("/api/{user_id}")
        .RequireOwnership()     // 401, then 403
        .ValidateRequests()     // then 400, 413, 415, 422
        .MapTasks();

    app.WelcomeOnceStarted(settings, postgres);
    await app.RunAsync();
    return 0;
});
