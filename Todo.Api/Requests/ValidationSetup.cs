using System.Text.Json;
using FluentValidation;
using Todo.Api.Responses;

namespace Todo.Api.Requests;

internal static class ValidationSetup
{
    /// <summary>Registers every validator of the application, and makes them name fields as they stand on the wire.</summary>
    internal static IServiceCollection AddValidators(this IServiceCollection services)
    {
        ValidatorOptions.Global.PropertyNameResolver = static (_, member, _) => member is null ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);

        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(typeof(ValidationSetup).Assembly, includeInternalTypes: true))
        {
            services.AddSingleton(found.InterfaceType, found.ValidatorType);
        }

        return services;
    }

    /// <summary>Reads and validates the requests of the group; after the filters that were added before.</summary>
    internal static RouteGroupBuilder ValidateRequests(this RouteGroupBuilder group) =>
        group.WithMetadata(new ValidatesRequests()).FilterBy(ValidationFilter.Create);
}

/// <summary>Marks endpoints that refuse what they do not know; endpoints have it as metadata.</summary>
internal sealed record ValidatesRequests;
