using HeartMonitor.Mqtt;
using Xunit;

namespace HeartMonitor.System.Tests.Mqtt;

public sealed class MqttOptionsTests
{
    [Theory]
    [InlineData("embedded")]
    [InlineData("mqtt://127.0.0.1:1884")]
    [InlineData("mqtt://broker.clinic.example")]
    [InlineData("mqtts://broker.clinic.example:8883")]
    public void Every_documented_broker_is_taken(string broker) => Assert.Empty(new MqttOptions { Broker = broker }.Validate());

    [Theory]
    [InlineData("http://host:1883")]
    [InlineData("host:1883")]
    [InlineData("mqtt://")]
    [InlineData("mqtt://user:secret@host")]
    [InlineData("mqtt://host/topic")]
    [InlineData("")]
    public void A_broker_of_another_shape_is_refused_naming_the_setting(string broker) =>
        Assert.Contains("Mqtt:Broker", Assert.Single(new MqttOptions { Broker = broker }.Validate()), StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_named_at_once()
    {
        var faults = new MqttOptions { Site = "Gym 1", Port = 70000, Broker = "x", Username = "svc", CaFile = "/no/such/ca.pem" }.Validate();
        foreach (var setting in new[] { "Site", "Mqtt:Port", "Mqtt:Broker", "Mqtt:PasswordFile", "Mqtt:CaFile" })
            Assert.Contains(faults, f => f.Contains(setting, StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_never_travels_in_plain_text_beyond_this_machine()
    {
        var file = Path.GetTempFileName();
        var options = new MqttOptions { Broker = "mqtt://192.0.2.1", Username = "svc", PasswordFile = file };
        Assert.Contains("plain text", Assert.Single(options.Validate()), StringComparison.Ordinal);
        Assert.Empty((options with { Broker = "mqtts://192.0.2.1" }).Validate());
        Assert.Empty((options with { Broker = "mqtt://127.0.0.1" }).Validate());
        File.Delete(file);
    }
}
