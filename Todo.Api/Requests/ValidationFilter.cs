using System.Reflection;
using FluentValidation;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Reads a request from the wire.</summary>
internal interface IRequestReader<T>
{
    ValueTask<Reading<T>> ReadAsync(HttpRequest request, CancellationToken ct);
}

/// <summary>A request and what is wrong with its members; or the answer that it cannot be read at all.</summary>
internal readonly record struct Reading<T>(T? Request, FieldErrors Errors, ProblemResult? Problem = null)
{
    public static implicit operator Reading<T>(ProblemResult problem) => new(default, new FieldErrors(), problem);
}

/// <summary>Reads and validates the request record of an endpoint, and puts it into the arguments: 400, 413, 415 and 422 come from here.</summary>
internal sealed class ValidationFilter<T>(IRequestReader<T> reader, IValidator<T> validator, int argument) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (request, errors, problem) = await reader.ReadAsync(http.Request, http.RequestAborted);
        problem ??= Invalid(request!, errors);
        if (problem is not null)
        {
            return problem;
        }

        context.Arguments[argument] = request;
        return await next(context);
    }

    /// <summary>Everything that is wrong, at once. A member that could not be read has no value to validate.</summary>
    private ProblemResult? Invalid(T request, FieldErrors errors)
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
}

/// <summary>Chooses the filter of an endpoint by its request record, at start-up; a request record without a validator stops the start-up.</summary>
internal static class ValidationFilter
{
    internal static EndpointFilterDelegate Create(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        foreach (var parameter in endpoint.MethodInfo.GetParameters())
        {
            var reader = Implements(parameter.ParameterType, typeof(IJsonBody<>)) ? typeof(BodyReader<>)
                : Implements(parameter.ParameterType, typeof(IQuery<>)) ? typeof(QueryReader<>)
                : null;
            if (reader is not null)
            {
                var filter = Create(endpoint.ApplicationServices, parameter, reader);
                return context => filter.InvokeAsync(context, next);
            }
        }

        return context => QueryRules.ProblemIn(context.HttpContext.Request) is { } problem ? ValueTask.FromResult<object?>(problem) : next(context);
    }

    private static IEndpointFilter Create(IServiceProvider services, ParameterInfo parameter, Type readerType)
    {
        var type = parameter.ParameterType;
        var reader = Activator.CreateInstance(readerType.MakeGenericType(type), services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions);
        var validator = services.GetRequiredService(typeof(IValidator<>).MakeGenericType(type));
        return (IEndpointFilter)Activator.CreateInstance(typeof(ValidationFilter<>).MakeGenericType(type), reader, validator, parameter.Position)!;
    }

    private static bool Implements(Type type, Type definition) =>
        Array.Exists(type.GetInterfaces(), candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == definition);
}
