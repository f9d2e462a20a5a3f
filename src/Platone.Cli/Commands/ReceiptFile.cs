using System.Text;
using System.Text.Json;
using Platone.Certification;
using Platone.Contracts.Certification;
using Platone.Contracts.Deployment;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Cli.Commands;

/// <summary>A receipt message in a file, and what is presented of it; every doubt is told before anything is sent.</summary>
sealed class ReceiptFile
{
    private readonly string _file;
    private readonly ReceiptMessage _message;

    private ReceiptFile(string file, ReceiptMessage message) => (_file, _message) = (file, message);

    /// <exception cref="BadInputException">The file is not a receipt message.</exception>
    public static ReceiptFile Load(string file)
    {
        try
        {
            var message = JsonSerializer.Deserialize(File.ReadAllBytes(file), ProtocolJson.Default.ReceiptMessage);
            return message is { Receipts.Count: > 0 }
                ? new(file, message)
                : throw new BadInputException($"{file}: found no receipts, expected a receipt message");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{file}: {e.Message}");
        }
    }

    /// <param name="reading">Which reading's receipt; null where the message has only one.</param>
    /// <exception cref="BadInputException">The receipts are not what the certifier signed for this provider, or have no such reading.</exception>
    public ShownReceipt Show(Address provider, long? reading, ContractLine contracts)
    {
        var receipts = _message.Receipts.Select((receipt, i) => new Receipt(
            provider, Keccak256.Hash(Encoding.UTF8.GetBytes(receipt.Stream)), receipt.Sequence,
            CommonOptions.ParseHash($"{_file}: receipts[{i}].leaf", receipt.Leaf), receipt.CertifyBy)).ToArray();
        if (!Signature.TryParse(_message.Signature, out var signature))
            throw new BadInputException($"{_file}: signature: found '{_message.Signature}', expected 0x and 130 hexadecimal digits");

        var position = PositionOf(reading);
        var tree = new ReceiptTree(receipts);
        var shown = new ShownReceipt(receipts[position], (uint)position, (uint)tree.Count, tree.PathOf(position), signature);
        var signer = shown.Signer(Receipt.Domain(contracts.ChainId, contracts.DataCertification));
        if (signer != contracts.Certifier)
        {
            throw new BadInputException(
                $"{_file}: found receipts that {signer?.ToChecksumString() ?? "nobody"} signed for the provider {provider.ToChecksumString()}, "
                + $"expected {contracts.Certifier.ToChecksumString()}: another provider (--provider), another deployment, or a changed file");
        }

        return shown;
    }

    /// <summary>The inclusion that a proof file shows.</summary>
    /// <exception cref="BadInputException">The file is no proof file.</exception>
    public static BatchInclusion InclusionOf(string file)
    {
        try
        {
            var proof = ProofFile.Parse(File.ReadAllBytes(file));
            return new(BatchRecord.Decode(Hex.Decode(proof.Batch)), proof.Position, [.. proof.Path.Select(Hash256.Parse)]);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new BadInputException($"{file}: {e.Message}");
        }
    }

    private int PositionOf(long? reading)
    {
        var ids = _message.Receipts.Select(receipt => receipt.Id).ToList();
        if (reading is not { } id)
            return ids.Count == 1
                ? 0
                : throw new BadInputException($"--reading: the message has {ids.Count} receipts, expected one of {string.Join(", ", ids)}");

        var position = ids.IndexOf(id);
        return position >= 0 ? position : throw new BadInputException($"--reading: found {id}, expected one of {string.Join(", ", ids)}");
    }
}
