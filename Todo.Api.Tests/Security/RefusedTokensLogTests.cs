using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Todo.Api.Tests.Support;

namespace Todo.Api.Tests.Security;

/// <summary>A refused token leaves one line that says which check failed, and never the token.</summary>
public sealed class RefusedTokensLogTests(TodoApi api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Says_which_check_failed()
    {
        await using var instance = await TodoApi.StartAsync(await api.Databases.CreateAsync(), ("JWT_ISSUER", "https://app.example.com"), ("JWT_AUDIENCE", "todo-api"));
        var exp = Tokens.InMinutes(5);
        var (iss, aud) = ("https://app.example.com", "todo-api");

        (string Token, string[] Expected)[] cases =
        [
            (Tokens.Sign(new { sub = "ada", exp, iss, aud = "other" }), ["audience", "'other'", "'todo-api'"]),
            (Tokens.Sign(new { sub = "ada", exp, iss = "https://elsewhere.example", aud }), ["issuer", "'https://elsewhere.example'", "'https://app.example.com'"]),
            (Tokens.Sign(new { sub = "ada", exp, aud }), ["issuer", "'https://app.example.com'"]),
            (Tokens.Sign(new { sub = "ada", exp = exp - 3600, iss, aud }), ["expired"]),
            (Tokens.Sign(new { sub = "ada", iss, aud }), ["no expiry"]),
            (Tokens.Sign(new { sub = "ada", exp, nbf = exp, iss, aud }), ["not valid before"]),
            (Tokens.Sign(new { sub = "ada", exp, iss, aud }, secret: "another secret, just as long as the real one"), ["signature"]),
            (Tokens.Sign(new { sub = "ada", exp, iss, aud }, new { alg = "HS512" }), ["signature", "algorithm"]),
            (Tokens.Sign(new { sub = "ada", exp, iss, aud }, new { alg = "HS256", typ = "refresh+jwt" }), ["refresh+jwt"]),
            (Tokens.Sign(new { sub = "ada", exp, iss, aud }, new { alg = "HS256", crit = (string[])["urn:x"] }), ["crit"]),
            (Tokens.Sign(new { exp, iss, aud }), ["no user"]),
            (Tokens.Sign(new { sub = "Tasks", exp, iss, aud }), ["id cannot be used"]),
            ("an-opaque-session-token", ["not a readable JWT"]),
        ];

        foreach (var (token, expected) in cases)
        {
            var log = new Lines();
            instance.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
            using var client = instance.NewClient(token);
            using var response = await client.GetAsync("/api/ada/tasks", Ct);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            var line = Assert.Single(log.All, line => line.Contains("token was refused", StringComparison.Ordinal));
            Assert.StartsWith("Information", line, StringComparison.Ordinal);
            Assert.All(expected, part => Assert.Contains(part, line, StringComparison.Ordinal));
            Assert.All(log.All, any => Assert.DoesNotContain(token, any, StringComparison.Ordinal));
        }
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        internal ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
