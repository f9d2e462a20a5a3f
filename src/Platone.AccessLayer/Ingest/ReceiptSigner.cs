using Platone.Certification;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Storage;

namespace Platone.AccessLayer.Ingest;

/// <summary>
/// Signs the promise that stored readings will be certified, once a message. Signatures are deterministic, so a repeated message gets
/// the same receipts again.
/// </summary>
public sealed class ReceiptSigner(PrivateKey certifier, Hash256 domain)
{
    private readonly string _certifier = certifier.Address.ToString();

    /// <param name="readings">Of one message, in its order; at least one.</param>
    public ReceiptMessage Sign(Hash256 message, IReadOnlyList<AcceptedReading> readings)
    {
        var records = StoredReading.ToRecords([.. readings.Select(accepted => accepted.Reading)]);
        var leaves = CertifiedRecord.Leaves(records);
        var promises = new Receipt[readings.Count];
        var receipts = new ReadingReceipt[readings.Count];
        for (var i = 0; i < promises.Length; i++)
        {
            var reading = readings[i].Reading;
            var promise = promises[i] = new(reading.Provider, records[i].Stream, reading.Sequence, leaves[i], (ulong)readings[i].CertifyBy);
            receipts[i] = new(reading.Id, reading.Stream.ToString(), promise.Sequence, promise.Leaf.ToString(), reading.Salt.ToString(), promise.CertifyBy);
        }

        var tree = new ReceiptTree(promises);
        return new(message.ToString(), _certifier, tree.Root.ToString(), certifier.Sign(tree.Digest(domain)).ToString(), receipts);
    }
}
