using HeartMonitor.Host.Verbs;

return await CommandLine.RunAsync(args);
