using Todo.Api.DevServices;
using Todo.Api.Features.Auth;
using Todo.Api.Features.Tasks;
using Todo.Api.Hosting;
using Todo.Api.Limits;
using Todo.Api.Observability;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Requests;
using Todo.Api.Responses;
using Todo.Api.Security;

return await Startup.GuardAsync(async () =>
{
    var (builder, settings) = HostSettings.CreateBuilder(args);
    if (CommandLine.IsToken(args))
    {
        return CommandLine.PrintToken(args, settings);
    }

    builder.Logging.AddAppLogging(settings);
    builder.WebHost.UsePort(settings);
    var api = ApiSettings.From(settings);
    settings.ThrowIfUnusable();

    await using var postgres = await api.Database.StartPostgresAsync();
    builder.Services.AddResponses(api.Cors).AddRequests().AddLimits(api.RateLimits)
        .AddPersistence(api.Database.OrOn(postgres?.ConnectionString))
        .AddSecurity(api).AddTelemetry(api.Collector).AddOpenApiDocument();

    await using var app = builder.Build();
    settings.LogNotices(app.Logger);
    if (CommandLine.IsMigrate(args))
    {
        return await CommandLine.MigrateAsync(app);
    }

    app.UseProxies(api.Proxies);
    app.UseStandardHeaders();
    app.UseRequestLog();
    app.UseProblems();
    app.UseRouting();
    app.UseCors();
    app.UseTokens();
    app.UseLimits();
    app.UseOwnershipOfUnmatchedAddresses();

    app.MapHealth();
    app.MapTodoPage(settings);
    app.MapOpenApiAndReference();
    app.MapAuth(api.LocalAuth);
    app.MapGroup("/api/{user_id}")
        .RequireOwnership()     // 401, then 403
        .ValidateRequests()     // then 400, 413, 415, 422
        .MapTasks();

    app.WelcomeOnceStarted(settings, postgres);
    await app.RunAsync();
    return 0;
});
