using Todo.Api.Features.Auth;
using Todo.Api.Features.Batch;
using Todo.Api.Features.Changes;
using Todo.Api.Features.Health;
using Todo.Api.Features.Lists;
using Todo.Api.Features.Recurrence;
using Todo.Api.Features.Reminders;
using Todo.Api.Features.Tags;
using Todo.Api.Features.Tasks;
using Todo.Api.Features.Trash;
using Todo.Api.Hosting;
using Todo.Api.Limits;
using Todo.Api.Observability;
using Todo.Api.OpenApi;
using Todo.Api.Persistence;
using Todo.Api.Requests;
using Todo.Api.Responses;
using Todo.Api.Responses.Conditional;
using Todo.Api.Responses.Idempotency;
using Todo.Api.Security;

return await Startup.RunAsync(args, (builder, settings, api) =>
{
    builder.Services
        .AddResponses(api.Cors).AddRequests()
        .AddPersistence(api.Database).AddSecurity(api.Jwt).AddLimits(api.RateLimits).AddTelemetry(api.Collector).AddOpenApiDocument()
        .AddAuth(api.LocalAuth).AddTasks(api.ListEnvelope).AddTrash(api.Trash).AddChanges().AddBatch().AddReminders();

    var app = builder.Build();

    app.UseForwardedHeaders(api.Proxies);
    app.UseStandardHeaders();
    app.UseRequestLog();
    app.UseProblems();
    app.UseRouting();
    app.UseCors();
    app.UseAuthentication();
    app.UseLimits();
    app.UseMiddleware<UnmatchedAddresses>();

    app.MapTodoPage(settings);

    var endpoints = app.MapGroupWithHead();
    endpoints.MapOpenApiAndReference();
    endpoints.MapOfUser(user =>
    {
        user.RequireOwnership()                             // 401, then 403
            .AnswerRetries(RequestsSetup.MaxBodyBytesOf)    // then 400, 409, 422 of a key; what was answered before
            .AnswerConditions()                             // then 400 of a header; 304
            .ValidateRequests();                            // then 400, 413, 415, 422
        user.MapTasks();
        user.MapTags();
        user.MapLists();
        user.MapTrash();
        user.MapChanges();
        user.MapBatch();
        user.MapRecurrence();
    });
    endpoints.MapAuth(api.LocalAuth);
    endpoints.MapHealth();

    return app;
});
