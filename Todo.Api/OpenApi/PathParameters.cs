using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Todo.Api.Persistence.Entities;
using Todo.Api.Security;

namespace Todo.Api.OpenApi;

/// <summary>The parameters of a path. No handler takes <c>user_id</c>, and <c>task_id</c> is taken as any text.</summary>
internal sealed class PathParameters : IOpenApiOperationTransformer
{
    private const string TaskIdParameter = "task_id";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Parameters = [.. Of(context.Description.RelativePath ?? "")];
        return Task.CompletedTask;
    }

    private static IEnumerable<IOpenApiParameter> Of(string path)
    {
        if (path.Contains($"{{{OwnershipFilter.RouteParameter}}}", StringComparison.Ordinal))
        {
            yield return new OpenApiParameter
            {
                Name = OwnershipFilter.RouteParameter,
                In = ParameterLocation.Path,
                Required = true,
                Description = "Whose tasks: the user of the token, exactly as its claim `sub` has it, percent-encoded where needed.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = User.MaxIdLength },
                Example = "n38FQvqdRVXc16ItOEQJgPaeqY6OAeol",
            };
        }

        if (path.Contains($"{{{TaskIdParameter}}}", StringComparison.Ordinal))
        {
            yield return new OpenApiParameter
            {
                Name = TaskIdParameter,
                In = ParameterLocation.Path,
                Required = true,
                Description = "The `id` of the task. What is not a positive 64-bit integer is the id of no task: 404.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "1" },
                Example = 42,
            };
        }
    }
}
