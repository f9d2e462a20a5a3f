using Platone.Cryptography;

namespace Platone.Policies;

/// <summary>
/// One line of the feed that keeps a broker's <see cref="RuleTable"/> up to date: UTF-8 text, lines end in <c>\n</c>, fields are parted by
/// one space. Whoever serves the feed sends each new connection one snapshot and then deltas; a snapshot may come again at any time.
/// <code>
/// snapshot SEQ BLOCK HEADTIME STALEAFTERMS                     opens a snapshot that holds every change up to SEQ
/// key HEX32                                                    exactly once: the secret of the broker tokens
/// operator ADDR                                                any number of these four, in any order
/// provider ADDR
/// credential HASH ACCOUNT                                      the account reaches to the end of the line and may hold spaces
/// grant ID PROVIDER CONSUMER NOTBEFORE EXPIRY FILTER           the filter reaches to the end of the line and may hold spaces
/// end SEQ                                                      the same SEQ; only now the snapshot counts, as a whole
///
/// SEQ grant ID PROVIDER CONSUMER NOTBEFORE EXPIRY FILTER       deltas: each carries the number after the last one's
/// SEQ revoke ID
/// SEQ provider ADDR
/// SEQ unprovider ADDR
/// SEQ credential HASH ACCOUNT
/// SEQ uncredential HASH ACCOUNT
/// SEQ beat BLOCK HEADTIME                                      for every block, empty ones too
/// </code>
/// Numbers are decimal, from 0 to 2^63 - 1, without sign or leading zeros; HEADTIME, NOTBEFORE and EXPIRY are unix seconds. ID, HASH
/// and HEX32 are 0x and 64 lower-case hexadecimal digits, addresses 0x and 40, ACCOUNT is an <see cref="AccountName"/>.
/// A broker that finds a gap drops the connection and comes back, which
/// gets it a new snapshot.
/// </summary>
public abstract record FeedMessage
{
    private FeedMessage()
    {
    }

    public sealed record SnapshotBegin(long Sequence, ChainHead Head, long StaleAfterMs) : FeedMessage;

    public sealed record SnapshotKey(BrokerKey Value) : FeedMessage;

    public sealed record SnapshotOperator(Address Wallet) : FeedMessage;

    public sealed record SnapshotProvider(Address Wallet) : FeedMessage;

    public sealed record SnapshotCredential(Credential Credential) : FeedMessage;

    public sealed record SnapshotGrant(Grant Grant) : FeedMessage;

    public sealed record SnapshotEnd(long Sequence) : FeedMessage;

    public sealed record Delta(long Sequence, RuleChange Change) : FeedMessage;
}
