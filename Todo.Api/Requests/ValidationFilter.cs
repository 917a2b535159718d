using FluentValidation;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

/// <summary>Fills and validates the request record among the arguments of an endpoint: 400, 413, 415 and 422 come from here.</summary>
internal sealed class ValidationFilter<T>(IValidator<T> validator, IOptions<JsonOptions> json, int argument) : IEndpointFilter where T : class, IRequest<T>
{
    private readonly RequestMembers _members = new(typeof(T), json.Value.SerializerOptions);

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.GetArgument<T>(argument);
        var errors = new FieldErrors();
        if (await T.ReadAsync(context.HttpContext.Request, _members, request, errors) is { } problem)
        {
            return problem;
        }

        validator.AddErrors(request, errors);
        return errors.Any ? ProblemResult.Invalid(errors) : await next(context);
    }
}

internal static class ValidationFilter
{
    /// <summary>Chooses the filter of an endpoint by its request record, at start-up; a request record without a validator stops the start-up.</summary>
    internal static EndpointFilterDelegate Create(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var parameter = Array.Find(endpoint.MethodInfo.GetParameters(), candidate => candidate.ParameterType.GetInterface(typeof(IRequest<>).Name) is not null);
        if (parameter is null)
        {
            return context => QueryReader.ProblemIn(context.HttpContext.Request) is { } problem ? ValueTask.FromResult<object?>(problem) : next(context);
        }

        var type = typeof(ValidationFilter<>).MakeGenericType(parameter.ParameterType);
        var filter = (IEndpointFilter)ActivatorUtilities.CreateInstance(endpoint.ApplicationServices, type, parameter.Position);
        return context => filter.InvokeAsync(context, next);
    }

    internal static void AddErrors<T>(this IValidator<T> validator, T request, FieldErrors errors)
    {
        // A member that could not be read has no value to validate.
        var failures = validator.Validate(request).Errors.Where(failure => !errors.Has(failure.PropertyName)).ToList();
        failures.ForEach(failure => errors.Add(failure.PropertyName, failure.ErrorMessage));
    }
}
