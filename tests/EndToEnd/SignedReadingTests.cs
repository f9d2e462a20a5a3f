using System.Text.Json;
using Platone.Certification;
using Platone.Cryptography;
using Platone.Testing;

namespace Platone.EndToEnd.Tests;

/// <summary>A device with a key of its own: from what it signs to a proof that says so.</summary>
public sealed class SignedReadingTests(SharedFramework shared) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_signed_reading_is_proved_to_be_its_devices_a_strangers_and_a_retired_keys_are_refused()
    {
        var (provider, key, stranger) = (
            await Party.CreateProviderAsync(shared.Data), await Party.CreateAsync(shared.Data), await Party.CreateAsync(shared.Data));
        await using var device = await Device.ConnectAsync(provider, "signing");
        await SayAsync("register", key.Address, provider);
        (await DeviceAsync("register", key.Address, "--wallet", provider.KeyFile)).Ended(1).OneLineOfError("the key is registered already");
        (await DeviceAsync("register", key.Address, "--wallet", stranger.KeyFile)).Ended(1).OneLineOfError("the wallet is no provider");
        (await DeviceAsync("retire", stranger.Address, "--wallet", provider.KeyFile)).Ended(1).OneLineOfError("never registered this key");
        (await DeviceAsync("register", "0x12", "--wallet", provider.KeyFile)).Ended(2).OneLineOfError("ADDRESS: found '0x12'");
        await KnownAsync(provider, keys => keys.Length == 1);

        var refused = await device.RefusedAsync("ln-s", Signed(stranger, provider, 1, "1.5"));
        Assert.Equal(("signature", stranger.Address, "a device key that the provider registered"), (refused.Place, refused.Found, refused.Expected));
        var receipts = await device.SendAsync("ln-s", Signed(key, provider, 1, "1.5"));
        var unsigned = await device.SendAsync("ln-s", Unsigned(2, "1.6"));
        await shared.Running.AllCertifiedAsync();

        var proved = await VerifiedAsync(receipts.Receipts[0].Id);
        Assert.Equal("device", proved.GetProperty("origin").GetString());
        Assert.Equal(key.Address, proved.GetProperty("device").GetProperty("address").GetString());
        Assert.Equal("operator", (await VerifiedAsync(unsigned.Receipts[0].Id)).GetProperty("origin").GetString());

        await SayAsync("retire", key.Address, provider);
        await KnownAsync(provider, keys => keys is [var only] && only.TryGetProperty("retired", out var at) && at.ValueKind == JsonValueKind.Number);
        Assert.Equal(key.Address, (await device.RefusedAsync("ln-s", Signed(key, provider, 3, "1.7"))).Found);
        // What was accepted stays, repeats included; its proof tells of the retirement.
        Assert.Equal(receipts.Receipts[0].Leaf, (await device.SendAsync("ln-s", Signed(key, provider, 1, "1.5"))).Receipts[0].Leaf);
        var later = (await VerifiedAsync(receipts.Receipts[0].Id)).GetProperty("device");
        Assert.True(later.GetProperty("retired").GetUInt64() > 0);
        Assert.False(later.GetProperty("retiredBeforeBatch").GetBoolean());
    }

    private async Task<JsonElement> VerifiedAsync(long reading)
    {
        var file = _folder.File($"{Guid.NewGuid():N}.json");
        (await CommandLine.RunAsync("proof", "get", "--data", shared.Data, "--reading", $"{reading}", "--out", file)).Ended(0);
        var verdict = (await CommandLine.RunAsync("proof", "verify", file, "--data", shared.Data, "--json")).Ended(0).Json();
        Assert.True(verdict.GetProperty("valid").GetBoolean());
        return verdict;
    }

    private Task KnownAsync(Party provider, Func<JsonElement[], bool> isSo) => Eventually.TrueAsync(
        async () => isSo(await ListedAsync(provider)), () => "the access layer never read the key from the chain");

    private async Task<JsonElement[]> ListedAsync(Party provider)
    {
        var list = await CommandLine.RunAsync("device", "list", "--provider", provider.Address, "--data", shared.Data, "--json");
        return [.. list.Ended(0).Json().EnumerateArray()];
    }

    private async Task SayAsync(string what, string device, Party provider) =>
        Assert.Equal(device, (await DeviceAsync(what, device, "--wallet", provider.KeyFile, "--json")).Ended(0).Json().GetProperty("device").GetString());

    private Task<CommandResult> DeviceAsync(string what, string device, params string[] options) =>
        CommandLine.RunAsync(["device", what, device, "--data", shared.Data, .. options]);

    private static byte[] Signed(Party key, Party provider, ulong sequence, string value) =>
        DeviceSignature.Sign(key.Key, Address.Parse(provider.Address), Unsigned(sequence, value));

    private static byte[] Unsigned(ulong sequence, string value)
    {
        var reading = $$"""{"measurand":"activepower","unit":"kW","value":"{{value}}"}""";
        return Payloads.Bytes(
            $$"""{"lightNode":"ln-s","sequence":{{sequence}},"timestamp":"2026-03-01T00:00:0{{sequence}}Z","readings":[{{reading}}]}""");
    }
}
