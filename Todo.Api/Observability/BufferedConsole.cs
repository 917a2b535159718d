using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Todo.Api.Observability;

/// <summary>
/// Writes the lines of the framework's JSON formatter many at a time. The framework's own console logger hands each line to another thread, which
/// writes it alone; under load that costs a third of a request (docs/adr/0007).
/// </summary>
[ProviderAlias("Console")]
internal sealed class BufferedConsole : ILoggerProvider
{
    private const int BufferSize = 64 * 1024;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);

    private readonly StreamWriter _output = new(Console.OpenStandardOutput(), bufferSize: BufferSize);
    private readonly ConsoleFormatter _formatter;
    private readonly Timer _timer;

    public BufferedConsole(IEnumerable<ConsoleFormatter> formatters)
    {
        _formatter = formatters.Single(formatter => formatter.Name == ConsoleFormatterNames.Json);
        _timer = new Timer(_ => Flush(), state: null, FlushInterval, FlushInterval);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        _timer.Dispose();
        Flush();
    }

    private void Write<TState>(in LogEntry<TState> entry)
    {
        lock (_output)
        {
            _formatter.Write(entry, scopeProvider: null, _output);

            // The process may not live to see the next flush.
            if (entry.LogLevel >= LogLevel.Error)
            {
                _output.Flush();
            }
        }
    }

    private void Flush()
    {
        lock (_output)
        {
            _output.Flush();
        }
    }

    private sealed class Logger(BufferedConsole console, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            console.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
    }
}
