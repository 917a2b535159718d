using Microsoft.Extensions.Logging;

namespace Todo.Api.Tests.Support;

/// <summary>
/// Writes what the server logs into the output of a test: of the test whose request it is, or of the one that the server was started for.
/// </summary>
internal sealed class TestLogs(ITestOutputHelper? output) : ILoggerProvider
{
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
                (output ?? TestContext.Current.TestOutputHelper)?.WriteLine($"{logLevel} {category}: {formatter(state, exception)} {exception}");
            }
            catch (InvalidOperationException)
            {
                // A background task of the server outlived the test that it was started by: that test has no output any more.
            }
        }
    }
}
