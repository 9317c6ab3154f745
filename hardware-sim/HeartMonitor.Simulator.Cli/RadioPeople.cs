using System.Globalization;
using System.Text.Json;
using HeartMonitor.Core;
using HeartMonitor.Simulator.BlueZ;
using HeartMonitor.Simulator.Gym;
using HeartMonitor.Simulator.Straps;

namespace HeartMonitor.Simulator.Cli;

/// <summary>The straps of a gym story in the air of a simulated BlueZ: what each sends is notified, its battery and place can be read.</summary>
internal sealed class RadioPeople(SimulatedBlueZ bluez, GymFloor floor)
{
    private const byte UnknownPlace = 0xFF;

    private readonly Dictionary<string, SimulatedStrap> _straps = [];
    private readonly Dictionary<SimulatedStrap, int> _resets = [];

    /// <summary>The address of somebody's strap: the strap id where it is one, else one by the place in the story.</summary>
    internal string AddressOf(int index)
    {
        var strap = floor.People[index].Strap;
        return strap.Length == 17 && strap.Split(':').Length == 6 ? strap : StrapAddresses.OfNumber(index + 1);
    }

    /// <summary>Everybody's strap comes on air.</summary>
    internal void PutOn(StrapBank bank)
    {
        for (var i = 0; i < bank.Wearers.Count; i++) Appear(bank.Wearers[i], AddressOf(i), i);
    }

    /// <summary>What came from a strap in a second.</summary>
    internal void Tell(VirtualWearer wearer, StrapSecond sent)
    {
        if (!_straps.TryGetValue(wearer.Device, out var strap)) strap = Appear(wearer, wearer.Device, _straps.Count);
        if (sent.Link == StrapLink.Lost) strap.IsOnAir = false;
        if (sent.Link == StrapLink.Returned) strap.IsOnAir = true;
        if (sent.BatteryPercent is { } percent && strap.BatteryPercent != percent) strap.BatteryPercent = (byte)percent;
        if (strap.EnergyResets > _resets[strap])
        {
            _resets[strap] = strap.EnergyResets;
            wearer.Strap.WriteControlPoint(1);
        }

        foreach (var packet in sent.Packets) strap.Notify(packet);
    }

    /// <summary>The people file of a service that listens by radio (contracts 1).</summary>
    internal void WritePeople(string path)
    {
        using var file = File.Create(path);
        using var writer = new Utf8JsonWriter(file, new() { Indented = true });
        writer.WriteStartArray();
        for (var i = 0; i < floor.People.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("strap", AddressOf(i));
            writer.WriteString("sensor", KebabCase.Of(floor.People[i].Sensor));
            writer.WritePropertyName("participant");
            JsonSerializer.Serialize(writer, floor.People[i].Participant, MonitorJson.Context.Participant);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private SimulatedStrap Appear(VirtualWearer wearer, string address, int index)
    {
        var model = wearer.Strap.Model;
        var strap = bluez.AddStrap(address, model.AdvertisedName(index + 1) ?? string.Create(CultureInfo.InvariantCulture, $"Simulated strap {index + 1}"));
        strap.BodyLocation = model.Location is { } place and not Core.Measurements.BodySensorLocation.Unknown ? (byte)(place - Core.Measurements.BodySensorLocation.Other) : UnknownPlace;
        strap.BatteryPercent = (byte?)wearer.Strap.BatteryPercent;
        _straps[wearer.Device] = strap;
        _resets[strap] = 0;
        return strap;
    }
}
