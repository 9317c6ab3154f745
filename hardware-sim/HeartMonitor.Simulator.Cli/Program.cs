using HeartMonitor.Simulator.Cli;

return await CommandLine.RunAsync(args);
