[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("HeartMonitor.System.Tests")]
