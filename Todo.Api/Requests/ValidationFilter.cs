using System.Reflection;
using FluentValidation;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>
/// Reads and validates the request record of an endpoint, after the group has let the caller in. One per endpoint, made at start-up;
/// a request record without a validator stops the start-up.
/// </summary>
internal static class ValidationFilter
{
    private static readonly Dictionary<string, object> NoParameters = [];

    internal static RequestDelegate Create(EndpointBuilder endpoint, RequestDelegate next)
    {
        var handler = endpoint.Metadata.OfType<MethodInfo>().Single();
        foreach (var type in handler.GetParameters().Select(parameter => parameter.ParameterType))
        {
            var source = Implements(type, typeof(IJsonBody<>)) ? nameof(OfBody) : Implements(type, typeof(IQuery<>)) ? nameof(OfQuery) : null;
            if (source is not null)
            {
                return (RequestDelegate)typeof(ValidationFilter)
                    .GetMethod(source, BindingFlags.Static | BindingFlags.NonPublic)!
                    .MakeGenericMethod(type)
                    .Invoke(null, [endpoint.ApplicationServices, next])!;
            }
        }

        return context => QueryProblem(context) is { } problem ? problem.ExecuteAsync(context) : next(context);
    }

    private static RequestDelegate OfBody<T>(IServiceProvider services, RequestDelegate next) where T : class, IJsonBody<T>
    {
        var validator = services.GetRequiredService<IValidator<T>>();
        var reader = new JsonBodyReader<T>(services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);

        return async context =>
        {
            var problem = QueryProblem(context);
            if (problem is null)
            {
                (var request, var errors, problem) = await reader.ReadAsync(context.Request, context.RequestAborted);
                problem ??= Problem(validator, request!, errors);
                context.Features.Set(request);
            }

            await (problem?.ExecuteAsync(context) ?? next(context));
        };
    }

    private static RequestDelegate OfQuery<T>(IServiceProvider services, RequestDelegate next) where T : class, IQuery<T>
    {
        var validator = services.GetRequiredService<IValidator<T>>();
        var reader = new QueryReader<T>();

        return context =>
        {
            var (request, errors) = reader.Read(context.Request.Query);
            if (Problem(validator, request, errors) is { } problem)
            {
                return problem.ExecuteAsync(context);
            }

            context.Features.Set(request);
            return next(context);
        };
    }

    /// <summary>What is wrong with a query string where none is taken.</summary>
    private static ProblemResult? QueryProblem(HttpContext context)
    {
        if (!context.Request.QueryString.HasValue)
        {
            return null;
        }

        var errors = new FieldErrors();
        foreach (var (name, values) in context.Request.Query)
        {
            if (QueryRules.Problem(name, values, NoParameters) is { } problem)
            {
                errors.Add(name, problem);
            }
        }

        return errors.Any ? ProblemResult.Invalid(errors) : null;
    }

    /// <summary>Everything that is wrong, at once. Of a field that could not be read there is no value to validate.</summary>
    private static ProblemResult? Problem<T>(IValidator<T> validator, T request, FieldErrors errors)
    {
        var result = validator.Validate(request);
        if (result.IsValid && !errors.Any)
        {
            return null;
        }

        foreach (var failures in result.Errors.GroupBy(failure => failure.PropertyName).Where(failures => !errors.Has(failures.Key)))
        {
            foreach (var failure in failures)
            {
                errors.Add(failures.Key, failure.ErrorMessage);
            }
        }

        return ProblemResult.Invalid(errors);
    }

    private static bool Implements(Type type, Type definition) =>
        Array.Exists(type.GetInterfaces(), candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition);
}
