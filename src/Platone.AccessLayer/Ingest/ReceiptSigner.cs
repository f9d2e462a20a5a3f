using Platone.Certification;
using Platone.Cryptography;
using Platone.Protocol;
using Platone.Storage;

namespace Platone.AccessLayer.Ingest;

/// <summary>Signs the promise that a stored reading will be certified. A repeated reading gets the same receipt again.</summary>
public sealed class ReceiptSigner(PrivateKey certifier, Hash256 domain)
{
    private readonly string _certifier = certifier.Address.ToString();

    public ReceiptMessage Sign(Hash256 message, IReadOnlyList<AcceptedReading> readings) => new(message.ToString(), [.. readings.Select(Sign)]);

    private ReadingReceipt Sign(AcceptedReading accepted)
    {
        var reading = accepted.Reading;
        var record = reading.ToRecord();
        var receipt = new Receipt(record.Provider, record.Stream, record.Sequence, record.Leaf(), (ulong)accepted.CertifyBy);
        return new(
            reading.Id, reading.Stream.ToString(), receipt.Sequence, receipt.Leaf.ToString(), record.Salt.ToString(), receipt.CertifyBy, _certifier,
            certifier.Sign(receipt.Digest(domain)).ToString());
    }
}
