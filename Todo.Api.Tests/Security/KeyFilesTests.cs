using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

/// <summary>Authentication brings data protection along, which would write keys into the home folder.</summary>
public sealed class KeyFilesTests(TodoApi api)
{
    [Fact]
    public async Task A_server_leaves_nothing_in_the_home_folder()
    {
        var home = Directory.CreateTempSubdirectory("todo-home-");
        try
        {
            var (process, client) = await TodoProcess.ServeAsync(
                [("DATABASE_URL", await api.Databases.CreateAsync()), ("BETTER_AUTH_SECRET", TodoApi.Secret), ("ENVIRONMENT", "production"), ("HOME", home.FullName)]);
            await using (process)
            using (client)
            {
                using var response = await client.GetAsync("/api/ada/tasks", TestContext.Current.CancellationToken);

                Assert.Equal(System.Net.HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.Empty(home.GetFileSystemInfos());
            }
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
