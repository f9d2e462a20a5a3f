using Nethereum.Contracts;
using Platone.Certification;
using Platone.Contracts.Bindings.DataCertification.ContractDefinition;

namespace Platone.Contracts.Certification;

/// <summary>The call that puts a batch on the chain.</summary>
public static class CertifyCall
{
    /// <summary>Twice what the gas snapshot says.</summary>
    public const ulong GasLimit = 160_000;

    public static byte[] Encode(BatchRecord batch) => new CertifyFunction
    {
        Batch = new Batch
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
        },
    }.GetCallData();
}
