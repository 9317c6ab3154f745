using HeartMonitor.Core.Ports;
using Microsoft.Extensions.Logging;

namespace HeartMonitor.Storage.Influx;
