using HeartMonitor.Benchmarks;

return await Benchmarks.RunAsync(args, Console.Out);
