using System.Runtime.InteropServices;
using Todo.Api.DevServices;
using Todo.Bench;
using Todo.Bench.Floor;

if (args is [FloorServer.Argument])
{
    await FloorServer.RunAsync();
    return 0;
}

// The first Ctrl-C ends the measurement and lets everything that was started be stopped; dotnet run passes a SIGTERM on.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

try
{
    var options = Options.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(Options.HelpText);
        return 0;
    }

    var results = await BenchRun.RunAsync(options, stop.Token);
    var report = Report.Write(results);
    Console.WriteLine(report);
    if (!options.Quick)
    {
        ResultsFile.Write(report);
    }

    return 0;
}
catch (Exception) when (stop.IsCancellationRequested)
{
    // Whatever went wrong then: Ctrl-C in a terminal also reaches the servers and the generator.
    Console.Error.WriteLine("Stopped; nothing was written.");
    return 130;
}
catch (Exception e) when (e is BenchException or DevServicesException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
