using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Todo.Api.Observability;

/// <summary>
/// Writes the lines of the framework's JSON formatter to the standard output, many at a time: its own console logger hands each line to another
/// thread and writes it alone, which costs more than the request that the line tells of. Errors are written at once, the rest within a moment.
/// </summary>
[ProviderAlias("Console")]
internal sealed class BufferedConsole : ILoggerProvider, ISupportExternalScope
{
    /// <summary>As much waits to be written at most; whoever has more to say waits too. Nothing is dropped.</summary>
    private const int Capacity = 1 << 20;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);

    [ThreadStatic]
    private static StringWriter? _line;

    private readonly ConsoleFormatter _formatter;
    private readonly StreamWriter _output = new(Console.OpenStandardOutput());
    private readonly Lock _writing = new();
    private readonly Lock _filling = new();
    private readonly Timer _timer;
    private StringBuilder _buffer = new();
    private StringBuilder _spare = new();
    private IExternalScopeProvider? _scopes;

    public BufferedConsole(IEnumerable<ConsoleFormatter> formatters, IOptions<ConsoleLoggerOptions> options)
    {
        _formatter = formatters.First(formatter => formatter.Name == options.Value.FormatterName);
        _timer = new Timer(_ => Flush(), state: null, FlushInterval, FlushInterval);
    }

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        _timer.Dispose();
        Flush();
    }

    private void Write<TState>(in LogEntry<TState> entry)
    {
        var line = _line ??= new StringWriter();
        _formatter.Write(entry, _scopes, line);

        int waiting;
        lock (_filling)
        {
            _buffer.Append(line.GetStringBuilder());
            waiting = _buffer.Length;
        }

        line.GetStringBuilder().Clear();
        if (entry.LogLevel >= LogLevel.Error || waiting > Capacity)
        {
            Flush();
        }
    }

    private void Flush()
    {
        lock (_writing)
        {
            lock (_filling)
            {
                (_buffer, _spare) = (_spare, _buffer);
            }

            foreach (var chunk in _spare.GetChunks())
            {
                _output.Write(chunk.Span);
            }

            _output.Flush();
            _spare.Clear();
        }
    }

    private sealed class Writer(BufferedConsole console, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => console._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            console.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
    }
}
