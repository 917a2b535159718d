using System.Net;
using Microsoft.Extensions.Configuration;
using Todo.Api.Limits;
using Todo.Api.Settings;

namespace Todo.Api.Tests.Limits;

public sealed class RedisUrlTests
{
    private const string Hidden = "hunter2-hunter2";

    [Theory]
    [InlineData("redis://localhost", "localhost", 6379, "", "", 0, false)]
    [InlineData("redis://cache.example.com:6380/", "cache.example.com", 6380, "", "", 0, false)]
    [InlineData("redis://default:p%40ss%2Fword%23%25:x@cache.example.com:6380/3", "cache.example.com", 6380, "default", "p@ss/word#%:x", 3, false)]
    [InlineData("rediss://:secret@cache.example.com:6380", "cache.example.com", 6380, "", "secret", 0, true)]
    [InlineData("cache.example.com:6380,user=todo,password=p@ss=word,ssl=true,defaultDatabase=3", "cache.example.com", 6380, "todo", "p@ss=word", 3, true)]
    public void Reads_what_providers_write(string value, string host, int port, string user, string password, int database, bool isEncrypted)
    {
        var options = RedisUrl.From(With(value))!;

        Assert.Equal([new DnsEndPoint(host, port)], options.EndPoints);
        Assert.Equal((user, password, database, isEncrypted), (options.User, options.Password, options.DefaultDatabase, options.Ssl));
        Assert.False(options.AbortOnConnectFail);
    }

    [Theory]
    [InlineData($"redis://{Hidden}@cache.example.com")]
    [InlineData($"redis://todo:{Hidden}#1@cache.example.com")]
    [InlineData($"redis://todo:{Hidden}@")]
    [InlineData($"redis://todo:{Hidden}@cache.example.com:port")]
    [InlineData($"redis://todo:{Hidden}@cache.example.com/cache")]
    [InlineData($"redis://todo:{Hidden}@cache.example.com/0?timeout=1")]
    [InlineData($"https://todo:{Hidden}@cache.example.com")]
    [InlineData($"cache.example.com:6379,password=a,{Hidden}=b")]
    [InlineData($"cache.example.com:6379,ssl={Hidden}")]
    [InlineData($"password={Hidden}")]
    public void Tells_what_would_be_right_and_never_the_password(string value)
    {
        var settings = With(value);

        Assert.Null(RedisUrl.From(settings));
        var problem = Assert.Throws<SettingsException>(settings.ThrowIfUnusable).Message;
        Assert.StartsWith("REDIS_URL: is not readable: it must be redis://user:password@host:6379/0", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Hidden, problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void Is_not_needed() => Assert.Null(RedisUrl.From(With(" ")));

    private static AppSettings With(string value) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new("REDIS_URL", value)]).Build(), isProduction: true);
}
