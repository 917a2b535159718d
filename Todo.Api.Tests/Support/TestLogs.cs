using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Todo.Api.Tests.Support;

/// <summary>
/// Writes what the server logs into the output of the test whose request it is. A scenario runs in the context of its test;
/// over a socket a header says which test it is; what belongs to no request goes to the test that the server was started for.
/// </summary>
internal sealed class TestLogs(ITestOutputHelper? output) : ILoggerProvider, IStartupFilter
{
    internal const string Header = "X-Test";

    private static readonly ConcurrentDictionary<string, ITestOutputHelper> Outputs = new();
    private static readonly AsyncLocal<ITestOutputHelper?> Caller = new();

    /// <summary>What the header of the running test's requests says; empty outside of a test.</summary>
    internal static string CurrentTest()
    {
        if (TestContext.Current is not { Test.UniqueID: { } id, TestOutputHelper: { } helper })
        {
            return "";
        }

        Outputs[id] = helper;
        return id;
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            Caller.Value = context.Request.Headers[Header] is [{ } id] ? Outputs.GetValueOrDefault(id) : null;
            return rest(context);
        });
        next(app);
    };

    public ILogger CreateLogger(string categoryName) => new TestLogger(categoryName, output);

    public void Dispose()
    {
    }

    private sealed class TestLogger(string category, ITestOutputHelper? output) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            try
            {
                (Caller.Value ?? output ?? TestContext.Current.TestOutputHelper)?.WriteLine($"{logLevel} {category}: {formatter(state, exception)} {exception}");
            }
            catch (InvalidOperationException)
            {
                // A background task of the server outlived the test that it was started by: that test has no output any more.
            }
        }
    }
}
