using System.Globalization;
using HeartMonitor.Mutation;
using Xunit.MicrosoftTestingPlatform;

return args switch
{
    _ when args.Contains("--server") => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    [Worker.Reach, var folder, var file] => await Worker.FindReachAsync(folder, file),
    [Worker.Try, var folder, var file] => await Worker.TryAsync(folder, file),
    [Worker.Fresh, var folder, var file, var mutant] => await Worker.TryFreshAsync(folder, file, int.Parse(mutant, CultureInfo.InvariantCulture)),
    _ => await MutantRun.RunAsync(RunOptions.Parse(args)),
};
