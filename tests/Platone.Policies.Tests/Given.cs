using Platone.Cryptography;

namespace Platone.Policies.Tests;

/// <summary>The cast of these tests.</summary>
static class Given
{
    public const long StaleAfterMs = 30_000;
    public const long HeadTime = 1_700_000_000;

    public static readonly BrokerKey Key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    public static readonly Address Operator = Wallet(1);
    public static readonly Address Provider = Wallet(2);
    public static readonly Address OtherProvider = Wallet(3);
    public static readonly Address Consumer = Wallet(4);
    public static readonly Address Stranger = Wallet(5);

    public static Address Wallet(int number)
    {
        var bytes = new byte[Address.Length];
        bytes.AsSpan().Fill(0xab);
        bytes[^1] = (byte)number;
        bytes[^2] = (byte)(number >> 8);
        return new(bytes);
    }

    public static Hash256 Id(int number)
    {
        var bytes = new byte[Hash256.Length];
        bytes[0] = (byte)(number >> 8);
        bytes[1] = (byte)number;
        return new(bytes);
    }

    public static Grant Grant(int id, string filter, Address? provider = null, Address? consumer = null, long notBefore = 0, long expiry = long.MaxValue) =>
        new(Id(id), provider ?? Provider, consumer ?? Consumer, new(filter), notBefore, expiry);

    public static readonly Credential Password = new(Credential.OfPassword("s3cret"u8), $"{Provider}/old meter");

    public static RuleSnapshot Snapshot(params Grant[] grants) =>
        new(7, new(100, HeadTime), StaleAfterMs, Key, [Operator], [Provider, OtherProvider], [Password], grants);
}
