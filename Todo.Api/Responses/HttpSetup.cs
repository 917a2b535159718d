using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Todo.Api.Responses;

internal static class HttpSetup
{
    internal static IServiceCollection AddHttp(this IServiceCollection services, CorsPolicy cors)
    {
        services.AddSingleton<ResponseHeaders>();
        return services.AddCors(options => options.AddDefaultPolicy(cors));
    }

    /// <summary>Gives the request its id, and the answer what every answer carries.</summary>
    internal static void UseResponseHeaders(this IApplicationBuilder app)
    {
        var headers = app.ApplicationServices.GetRequiredService<ResponseHeaders>();

        app.Use((context, next) =>
        {
            RequestIds.Accept(context);
            headers.Write(context);
            return next(context);
        });
    }

    /// <summary>Answers pages of other origins. Nobody else is asked: the framework's middleware would make notes about every request.</summary>
    internal static void UseCorsWhereAsked(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Headers.Origin.Count > 0, crossOrigin => crossOrigin.UseCors());
}
