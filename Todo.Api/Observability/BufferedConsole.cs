using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace Todo.Api.Observability;

/// <summary>
/// Writes JSON lines to the standard output, many at a time: the framework's console logger hands each line to another thread and writes it
/// alone, which costs more than the request that the line tells of. Errors are written at once, the rest within a moment (docs/adr/0007).
/// </summary>
[ProviderAlias("Console")]
internal sealed class BufferedConsole : ILoggerProvider
{
    /// <summary>As many bytes wait to be written at most; whoever has more to say waits too. Nothing is dropped.</summary>
    private const int Capacity = 1 << 20;

    private static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(100);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _line;

    private readonly Stream _output = Console.OpenStandardOutput();
    private readonly Lock _writing = new();
    private readonly Lock _filling = new();
    private readonly Timer _timer;
    private ArrayBufferWriter<byte> _buffer = new();
    private ArrayBufferWriter<byte> _spare = new();

    public BufferedConsole() => _timer = new Timer(_ => Flush(), state: null, FlushInterval, FlushInterval);

    public ILogger CreateLogger(string categoryName) => new Writer(this, JsonEncodedText.Encode(categoryName));

    public void Dispose()
    {
        _timer.Dispose();
        Flush();
    }

    private void Write<TState>(JsonEncodedText category, in LogEntry<TState> entry)
    {
        var line = _line ??= new ArrayBufferWriter<byte>();
        line.ResetWrittenCount();
        JsonLine.Write(line, category, entry);

        int waiting;
        lock (_filling)
        {
            _buffer.Write(line.WrittenSpan);
            waiting = _buffer.WrittenCount;
        }

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

            _output.Write(_spare.WrittenSpan);
            _output.Flush();
            _spare.ResetWrittenCount();
        }
    }

    private sealed class Writer(BufferedConsole console, JsonEncodedText category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            console.Write(category, new LogEntry<TState>(logLevel, category.Value, eventId, state, exception, formatter));
    }
}
