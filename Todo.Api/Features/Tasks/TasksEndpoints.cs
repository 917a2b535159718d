using Todo.Api.Features.Tasks.CreateTask;
using Todo.Api.Features.Tasks.DeleteTask;
using Todo.Api.Features.Tasks.GetStats;
using Todo.Api.Features.Tasks.GetTask;
using Todo.Api.Features.Tasks.ListTasks;
using Todo.Api.Features.Tasks.MoveTask;
using Todo.Api.Features.Tasks.ToggleComplete;
using Todo.Api.Features.Tasks.UpdateTask;
using Todo.Api.OpenApi;
using Todo.Api.Responses;

namespace Todo.Api.Features.Tasks;

internal static class TasksEndpoints
{
    internal static IServiceCollection AddTasks(this IServiceCollection services, ListEnvelope envelope) => services.AddSingleton(envelope);

    internal static void MapTasks(this RouteGroupBuilder user)
    {
        var tasks = user.MapGroup("/tasks").WithMetadata(new DocumentTag("Tasks", "The tasks of a user.")).WithNotFound(TaskErrors.NotFound);

        tasks.MapListTasks();
        tasks.MapCreateTask();
        tasks.MapGetStats();
        tasks.MapGetTask();
        tasks.MapUpdateTask();
        tasks.MapToggleComplete();
        tasks.MapMoveTask();
        tasks.MapDeleteTask();
    }
}
