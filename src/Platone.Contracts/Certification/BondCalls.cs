using Nethereum.Contracts;
using Platone.Contracts.Bindings.CertificationBond.ContractDefinition;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>Calls of the bond.</summary>
public static class BondCalls
{
    /// <summary>Twice what the gas snapshot says, and room for a line of predecessors that are asked for an old batch.</summary>
    public const ulong AnswerGasLimit = 200_000;

    public static byte[] EncodeAnswer(Hash256 receiptId, BatchInclusion inclusion) => Answer(receiptId, inclusion).GetCallData();

    internal static AnswerFunction Answer(Hash256 receiptId, BatchInclusion inclusion) => new()
    {
        ReceiptId = receiptId.ToArray(),
        Batch = BatchOf(inclusion.Batch),
        Position = inclusion.Position,
        Path = [.. inclusion.Path.Select(hash => hash.ToArray())],
    };

    internal static PresentFunction Present(ShownReceipt shown) => new()
    {
        Receipt = new Receipt
        {
            Provider = shown.Receipt.Provider.ToString(),
            Stream = shown.Receipt.Stream.ToArray(),
            Sequence = shown.Receipt.Sequence,
            Leaf = shown.Receipt.Leaf.ToArray(),
            CertifyBy = shown.Receipt.CertifyBy,
        },
        Position = shown.Position,
        Count = shown.Count,
        Path = [.. shown.Path.Select(hash => hash.ToArray())],
        Signature = shown.Signature.ToArray(),
    };

    private static Batch BatchOf(Platone.Certification.BatchRecord batch) => new()
    {
        Previous = batch.Previous.ToArray(),
        Certifier = batch.Certifier.ToString(),
        Number = batch.Number,
        Root = batch.Root.ToArray(),
        Count = batch.Count,
        IndexRoot = batch.IndexRoot.ToArray(),
        From = batch.From,
        To = batch.To,
        Closed = batch.Closed,
        Flags = (byte)batch.Flags,
    };
}
