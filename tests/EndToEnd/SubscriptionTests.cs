using System.Diagnostics;
using MQTTnet;
using Platone.Protocol;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>Who hears what: declarations by the command line, the broker by a plain MQTT client.</summary>
public sealed class SubscriptionTests(SharedFramework shared)
{
    private const string MosquittoSub = "/usr/bin/mosquitto_sub";

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Delivery_follows_the_declaration_on_one_connection()
    {
        var (provider, consumer) = (shared.Provider, await Party.CreateAsync(shared.Data));
        await using var device = await Device.ConnectAsync(provider, "subscription");
        await using var client = await consumer.ConnectAsync("subscription");
        var (topic, other) = ($"data/{provider.Address}/sub-a/raw", $"data/{provider.Address}/sub-b/raw");

        // Without a grant: no filter is let in, and nothing comes.
        string[] filters =
        [
            topic, $"data/{provider.Address}/#", "data/#", "#", "+/+/+/+", "data/+/sub-a/raw", $"$share/{consumer.Address}/{topic}",
            $"receipts/{provider.Address}/#", "$SYS/#",
        ];
        foreach (var filter in filters) Assert.Equal((filter, MqttClientSubscribeResultCode.NotAuthorized), (filter, await client.SubscribeAsync(filter)));
        await device.SendAsync("sub-a", Payloads.Pmu("sub-a", Start, "230.1"));

        // With one: everything, as it was sent.
        var declaration = await consumer.AgreeAsync(provider, topic);
        await client.GrantedAsync(topic);
        for (var i = 1; i <= 10; i++) await device.SendAsync("sub-a", Payloads.Pmu("sub-a", Start.AddSeconds(i), $"231.{i}1", $"232.{i}1"));
        for (var i = 1; i <= 10; i++)
        {
            var message = await NextDataAsync(client, topic);
            Assert.Equal([$"231.{i}1", $"232.{i}1"], message.Readings.Select(reading => reading.Value));
            Assert.All(message.Readings, reading => Assert.Equal(Payloads.Iso(Start.AddSeconds(i)), reading.Time));
        }

        Assert.False(client.HasHeard);

        // After the revocation: nothing more. The other topic's message comes behind those that must not come.
        await consumer.AgreeAsync(provider, other);
        await client.GrantedAsync(other);
        await provider.RevokeAsync(declaration);
        for (var i = 11; i <= 15; i++) await device.SendAsync("sub-a", Payloads.Pmu("sub-a", Start.AddSeconds(i), "1"));
        await device.SendAsync("sub-b", Payloads.Pmu("sub-b", Start, "2"));
        Assert.Equal("2", Assert.Single((await NextDataAsync(client, other)).Readings).Value);
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync(topic));

        // After a new grant: again, without subscribing again.
        await consumer.AgreeAsync(provider, topic);
        await consumer.GrantedAsync(topic);
        await device.SendAsync("sub-a", Payloads.Pmu("sub-a", Start.AddSeconds(16), "3"));
        Assert.Equal("3", Assert.Single((await NextDataAsync(client, topic)).Readings).Value);
        Assert.True(client.StayedConnected);
    }

    [Fact]
    public async Task Both_parties_are_told_what_becomes_of_their_declaration()
    {
        var (provider, consumer) = (await Party.CreateProviderAsync(shared.Data), await Party.CreateAsync(shared.Data));
        await using var giving = await provider.ConnectAsync("told");
        await using var asking = await consumer.ConnectAsync("told");
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await giving.SubscribeAsync($"access/{provider.Address}"));
        Assert.Equal(MqttClientSubscribeResultCode.GrantedQoS1, await asking.SubscribeAsync($"access/{consumer.Address}"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await asking.SubscribeAsync($"access/{provider.Address}"));
        var topic = $"data/{provider.Address}/told/#";

        var declaration = await consumer.AgreeAsync(provider, topic);
        await asking.GrantedAsync(topic);
        await provider.RevokeAsync(declaration);

        foreach (var (client, party) in new[] { (giving, provider), (asking, consumer) })
        {
            foreach (var status in new[] { "Requested", "Accepted", "Revoked" })
            {
                var heard = await client.NextAsync();
                var message = heard.As(ProtocolJson.Default.AccessMessage);
                Assert.Equal(
                    ($"access/{party.Address}", declaration.Id, status, topic), (heard.Topic, message.Declaration, message.Status, message.Topic));
                Assert.Equal((provider.Address, consumer.Address), (message.Provider, message.Consumer));
            }
        }

        // Told means closed.
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await asking.SubscribeAsync(topic));
    }

    [Fact]
    public async Task A_grant_for_one_device_gives_no_other()
    {
        var (provider, consumer) = (shared.Provider, await Party.CreateAsync(shared.Data));
        await using var client = await consumer.ConnectAsync("one-device");
        await consumer.AgreeAsync(provider, $"data/{provider.Address}/sub-c/+");

        await client.GrantedAsync($"data/{provider.Address}/sub-c/+");
        await client.GrantedAsync($"data/{provider.Address}/sub-c/raw");
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync($"data/{provider.Address}/sub-d/raw"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync($"data/{provider.Address}/+/raw"));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync($"data/{provider.Address}/#"));
    }

    [Fact]
    public async Task A_declaration_can_be_asked_for_its_status_at_any_past_moment_by_its_parties()
    {
        var (provider, consumer, stranger) = (shared.Provider, await Party.CreateAsync(shared.Data), await Party.CreateAsync(shared.Data));
        var requested = await consumer.RequestAsync(provider, $"data/{provider.Address}/status/#", "--purpose", "Research");
        Assert.Equal("Requested", requested.Status);

        // Only the provider accepts.
        var own = await consumer.AccessAsync("accept", requested.Id);
        own.Ended(1).OneLineOfError("not the party");

        Assert.Equal("Accepted", (await provider.AcceptAsync(requested)).Status);
        var revoked = await provider.RevokeAsync(requested);
        Assert.Equal(("Revoked", "Research"), (revoked.Status, revoked.Purpose));

        Assert.Equal("None", await StatusAtAsync(consumer, revoked.Id, Before(revoked.RequestedAt)));
        Assert.Equal("Requested", await StatusAtAsync(consumer, revoked.Id, Before(revoked.DecidedAt!)));
        Assert.Equal("Accepted", await StatusAtAsync(provider, revoked.Id, Before(revoked.RevokedAt!)));
        Assert.Equal("Revoked", await StatusAtAsync(provider, revoked.Id, revoked.RevokedAt!));
        Assert.Equal("Revoked", Assert.Single((await provider.AccessAsync("status", revoked.Id)).Ended(0).Json<DeclarationView[]>()).Status);
        (await provider.AccessAsync("status", revoked.Id, "--at", "2100-01-01T00:00:00Z")).Ended(2).OneLineOfError("future");

        Assert.Equal(revoked.Id, Assert.Single((await consumer.AccessAsync("list")).Ended(0).Json<DeclarationView[]>()).Id);
        Assert.Empty((await stranger.AccessAsync("list")).Ended(0).Json<DeclarationView[]>());
        (await stranger.AccessAsync("status", revoked.Id)).Ended(1).OneLineOfError();
        (await provider.AccessAsync("accept", revoked.Id)).Ended(1).OneLineOfError();
    }

    [Fact]
    public async Task A_consumer_renounces_what_it_asked_for_and_what_it_was_given()
    {
        var (provider, consumer) = (shared.Provider, await Party.CreateAsync(shared.Data));
        var topic = $"data/{provider.Address}/renounced/#";
        var asked = await consumer.RequestAsync(provider, topic);
        Assert.Equal("Renounced", Assert.Single((await consumer.AccessAsync("renounce", asked.Id)).Ended(0).Json<DeclarationView[]>()).Status);
        (await provider.AccessAsync("accept", asked.Id)).Ended(1).OneLineOfError("Renounced");

        var given = await consumer.AgreeAsync(provider, topic);
        await consumer.GrantedAsync(topic);
        (await provider.AccessAsync("renounce", given.Id)).Ended(1).OneLineOfError("not the party");
        Assert.Equal("Renounced", (await consumer.RevokeAsync(given)).Status);
        await using var client = await consumer.ConnectAsync("renounced");
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync(topic));
    }

    [Fact]
    public async Task A_provider_revokes_all_of_one_consumer_and_then_everything_and_others_go_on_until_then()
    {
        var (provider, one, other) = (await Party.CreateProviderAsync(shared.Data), await Party.CreateAsync(shared.Data), await Party.CreateAsync(shared.Data));
        string Topic(string device) => $"data/{provider.Address}/{device}/#";
        await one.AgreeAsync(provider, Topic("a"));
        await one.AgreeAsync(provider, Topic("b"));
        await other.AgreeAsync(provider, Topic("a"));
        await one.GrantedAsync(Topic("b"));
        await other.GrantedAsync(Topic("a"));
        await using var client = await one.ConnectAsync("all");
        await using var another = await other.ConnectAsync("all");

        Assert.Equal(2, (await provider.AccessAsync("revoke", "--all-of", one.Address)).Ended(0).Json<DeclarationView[]>().Length);
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync(Topic("a")));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync(Topic("b")));
        await another.GrantedAsync(Topic("a"));

        // What is accepted later stands, until everything goes.
        await one.AgreeAsync(provider, Topic("c"));
        await one.GrantedAsync(Topic("c"));
        var revoked = (await provider.AccessAsync("revoke", "--everything")).Ended(0).Json<DeclarationView[]>();
        Assert.Equal(2, revoked.Length);
        Assert.All(revoked, view => Assert.Equal("Revoked", view.Status));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync(Topic("c")));
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await another.SubscribeAsync(Topic("a")));
        (await provider.AccessAsync("revoke")).Ended(2).OneLineOfError("--everything");
    }

    [Fact]
    public async Task A_delegate_accepts_and_revokes_for_a_provider_until_it_may_no_more()
    {
        var (provider, consumer, clerk) = (shared.Provider, await Party.CreateAsync(shared.Data), await Party.CreateAsync(shared.Data));
        var topic = $"data/{provider.Address}/delegated/#";
        var requested = await consumer.RequestAsync(provider, topic);
        (await clerk.AccessAsync("accept", requested.Id)).Ended(1).OneLineOfError("not the party");

        (await clerk.AccessAsync("list", "--provider", provider.Address)).Ended(1).OneLineOfError("may not decide");
        (await provider.AccessAsync("delegate", clerk.Address)).Ended(0);
        await Eventually.TrueAsync(
            async () => (await clerk.AccessAsync("accept", requested.Id)).ExitCode == 0, () => "the delegation never got onto the chain");
        await consumer.GrantedAsync(topic);
        Assert.Contains((await clerk.AccessAsync("list", "--provider", provider.Address)).Ended(0).Json<DeclarationView[]>(), view => view.Id == requested.Id);
        Assert.Equal("Revoked", Assert.Single((await clerk.AccessAsync("revoke", requested.Id)).Ended(0).Json<DeclarationView[]>()).Status);

        (await provider.AccessAsync("delegate", clerk.Address, "--end")).Ended(0);
        var next = await consumer.RequestAsync(provider, topic);
        await Eventually.TrueAsync(
            async () => (await clerk.AccessAsync("reject", next.Id)).Error.Contains("not the party", StringComparison.Ordinal),
            () => "the delegation never ended");
    }

    [Fact]
    public async Task A_rejected_request_opens_nothing()
    {
        var (provider, consumer) = (shared.Provider, await Party.CreateAsync(shared.Data));
        var topic = $"data/{provider.Address}/rejected/#";
        var requested = await consumer.RequestAsync(provider, topic);
        await using var client = await consumer.ConnectAsync("rejected");
        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync(topic));

        Assert.Equal("Rejected", (await provider.RejectAsync(requested)).Status);

        Assert.Equal(MqttClientSubscribeResultCode.NotAuthorized, await client.SubscribeAsync(topic));
    }

    [Fact]
    public async Task A_topic_outside_of_the_providers_data_cannot_be_asked_for()
    {
        var (provider, consumer) = (shared.Provider, await Party.CreateAsync(shared.Data));

        var own = $"data/{provider.Address}";
        foreach (var topic in new[] { "#", "data/#", "data/+/x/raw", $"ingest/{provider.Address}/x", $"data/{consumer.Address}/#", own, $"{own}/a#" })
            (await consumer.AccessAsync("request", "--provider", provider.Address, "--topic", topic)).Ended(2).OneLineOfError(topic);
    }

    [Fact]
    public async Task Mosquittos_own_client_hears_with_the_password_of_the_login()
    {
        Assert.SkipUnless(File.Exists(MosquittoSub), $"{MosquittoSub} is not installed");
        var (provider, consumer) = (shared.Provider, await Party.CreateAsync(shared.Data));
        var topic = $"data/{provider.Address}/sub-e/#";
        var login = await consumer.LoginAsync();
        using (var refused = Listen(login, topic, "refused"))
            Assert.Contains("denied", await refused.StandardError.ReadToEndAsync(), StringComparison.Ordinal);

        await consumer.AgreeAsync(provider, topic);
        await consumer.GrantedAsync(topic);
        await using var device = await Device.ConnectAsync(provider, "mosquitto_sub");
        using var listening = Listen(login, topic, "listening");
        var output = listening.StandardOutput.ReadToEndAsync();
        for (var i = 0; !output.IsCompleted; i++)
        {
            await device.SendAsync("sub-e", Payloads.Pmu("sub-e", Start.AddSeconds(i), "229.5"));
            await Task.WhenAny(output, Task.Delay(200));
        }

        Assert.Contains("\"229.5\"", await output, StringComparison.Ordinal);
    }

    /// <summary>Mosquitto's subscriber, which ends after one message or a minute.</summary>
    private static Process Listen(BrokerLogin login, string topic, string name)
    {
        string[] arguments =
        [
            "-V", "5", "-h", login.Host, "-p", $"{login.Port}", "-u", login.Username, "-P", login.Password, "-i", login.ClientIdPrefix + name,
            "-q", "1", "-t", topic, "-C", "1", "-W", "60",
        ];
        return Process.Start(new ProcessStartInfo(MosquittoSub, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static async Task<DataMessage> NextDataAsync(PlainClient client, string topic)
    {
        var heard = await client.NextAsync();
        Assert.Equal(topic, heard.Topic);
        return heard.As(ProtocolJson.Default.DataMessage);
    }

    private static async Task<string> StatusAtAsync(Party party, string declaration, string at) =>
        Assert.Single((await party.AccessAsync("status", declaration, "--at", at)).Ended(0).Json<DeclarationView[]>()).Status;

    private static string Before(string time) => Payloads.Iso(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).AddSeconds(-1));
}
