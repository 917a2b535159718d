using Todo.Api.Persistence;

namespace Todo.Api.Features.Reminders;

internal static class RemindersSetup
{
    internal static IServiceCollection AddReminders(this IServiceCollection services) => services
        .AddSingleton<RecentWrites>()
        .ConfigureDbContext<TodoDbContext>((provider, options) => options.AddInterceptors(provider.GetRequiredService<RecentWrites>()))
        .AddHostedService<ReminderRinger>();
}
