using Platone.Certification.Blocks;
using Platone.Cryptography;

namespace Platone.Certification;

/// <summary>A record as a proof shows it, with the signature that it shows for it.</summary>
readonly record struct ShownRecord(CertifiedRecord Record, string? Signature);

/// <summary>
/// Checks that what a proof calls signed was signed by its provider's devices: each record's origin is the hash of the signature that is shown, each
/// signature recovers to a key, and each key is one that the provider registered with the contract that holds the batch.
/// </summary>
static class DeviceVerifier
{
    public const string DeviceCheck = "device";

    /// <param name="records">Of one provider.</param>
    /// <param name="account">The contract's, null where it was not proved.</param>
    /// <returns>No check where nothing says that anything was signed; the keys where it holds.</returns>
    /// <exception cref="FormatException">Something is not encoded as it must be.</exception>
    public static (ProofCheck? Check, IReadOnlyList<DeviceKey> Keys) Verify(
        IReadOnlyList<ShownRecord> records, Address provider, ProofChain chain, StateAccount? account)
    {
        if (chain.Devices is null && records.All(shown => shown.Signature is null && shown.Record.Origin.IsZero)) return (null, []);

        var devices = new SortedSet<Address>();
        foreach (var shown in records)
        {
            if (WhyNotSigned(shown, devices) is { } fault) return (new(DeviceCheck, false, $"number {shown.Record.Sequence}: {fault}"), []);
        }

        var given = chain.Devices ?? [];
        if (given.Count != devices.Count || devices.Count == 0)
            return (new(DeviceCheck, false, $"{devices.Count} keys signed, and {given.Count} are proved"), []);
        if (account is not { } contract) return (new(DeviceCheck, false, "there is no account to have keys"), []);

        return LookUp([.. devices.Select(device => new SigningDevice(provider, device))], contract, chain.Storage, given);
    }

    private static string? WhyNotSigned(ShownRecord shown, SortedSet<Address> devices)
    {
        if (shown.Signature is null) return shown.Record.Origin.IsZero ? null : $"the record has origin {shown.Record.Origin}, and no signature is shown";

        var bytes = ProofText.Bytes(shown.Signature);
        if (!Signature.TryParse(bytes, out var signature) || !signature.ToArray().AsSpan().SequenceEqual(bytes))
            return "the signature is not r, s in the lower half and v 27 or 28";
        if (DeviceSignature.OriginHash(signature) is var origin && origin != shown.Record.Origin)
            return $"the signature's hash is {origin}, the record has origin {shown.Record.Origin}";
        if (DeviceSignature.Recover(signature, shown.Record) is not { } device) return "the signature recovers to no key";

        devices.Add(device);
        return null;
    }

    private static (ProofCheck Check, IReadOnlyList<DeviceKey> Keys) LookUp(
        IReadOnlyList<SigningDevice> devices, StateAccount account, IReadOnlyList<string> shared, IReadOnlyList<IReadOnlyList<string>> proofs)
    {
        var sharedNodes = ChainVerifier.Nodes(shared);
        var keys = new List<DeviceKey>(devices.Count);
        for (var i = 0; i < devices.Count; i++)
        {
            var (provider, device) = devices[i];
            try
            {
                if (devices[i].LookUp(account.StorageRoot, sharedNodes, ChainVerifier.Nodes(proofs[i])) is not { } key)
                    return (new(DeviceCheck, false, $"the signature recovers to {device}, a key that {provider} never registered"), []);

                keys.Add(key);
            }
            catch (FormatException e)
            {
                return (new(DeviceCheck, false, $"{device}: {e.Message}"), []);
            }
        }

        return (new(DeviceCheck, true), keys);
    }
}
