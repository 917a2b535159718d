using System.Globalization;

namespace Todo.Api.Tests.Support;

/// <summary>The API at whatever time a test says.</summary>
public sealed class ClockedApi(TodoApi api) : IAsyncLifetime
{
    private readonly FakeClock _clock = new(DateTimeOffset.UnixEpoch);
    private ApiHost? _host;

    public async ValueTask InitializeAsync() => _host = await TodoApi.HostAsync(await api.Databases.CreateAsync(), _clock);

    /// <summary>A new user, for whom it is now this time.</summary>
    internal ApiUser NewUserAt(string now)
    {
        _clock.Advance(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture) - _clock.GetUtcNow());
        return _host!.NewUser();
    }

    public ValueTask DisposeAsync() => _host!.DisposeAsync();
}
