namespace Platone.Page.Tests;

/// <summary>A file of each kind that verifies, whose stream's name begins with LN.</summary>
sealed record GoodFile(string Json, ProvenChain Chain)
{
    private static readonly ProvenBatch Batch = new(), Signed = new(signed: true);

    /// <summary>Stream 1 has numbers 2, 3 and 5 in batches 1 and 3, the second of them a revision, and nothing in batch 2.</summary>
    private static readonly IReadOnlyDictionary<int, ulong[]>[] Numbers =
    [
        new Dictionary<int, ulong[]> { [0] = [1, 2], [1] = [1, 2, 3], [2] = [1] }, new Dictionary<int, ulong[]> { [0] = [3], [2] = [2, 3] },
        new Dictionary<int, ulong[]> { [0] = [4], [1] = [5], [2] = [4, 5] },
    ];

    /// <summary>In the signed one all but number 3 are signed, by one of two keys.</summary>
    private static readonly ProvenRange Range = new(Numbers), SignedRange = new(number => number != 3, Numbers);

    public Brought ByHash => new(Chain.BlockHash.ToString());

    public Brought ByBoth => new(Chain.BlockHash.ToString(), Comparison.ValidatorsFile(Chain));

    /// <param name="kind"><c>reading</c>, <c>range</c>, <c>signed</c> or <c>signed range</c>.</param>
    public static GoodFile Of(string kind) => kind switch
    {
        "range" => new(Range.Proof(1, 2, 5).ToJson(), Range.Chain),
        "signed range" => new(SignedRange.Proof(1, 2, 5).ToJson(), SignedRange.Chain),
        "signed" => new(Signed.Proof(1).ToJson(), Signed.Chain),
        _ => new(Batch.Proof(1).ToJson(), Batch.Chain),
    };

    /// <summary>Another file of the same block.</summary>
    public static GoodFile Another(string kind) => kind switch
    {
        "range" => new(Range.Proof(0, 1, 4).ToJson(), Range.Chain),
        "signed range" => new(SignedRange.Proof(0, 1, 4).ToJson(), SignedRange.Chain),
        "signed" => new(Signed.Proof(10).ToJson(), Signed.Chain),
        _ => new(Batch.Proof(10).ToJson(), Batch.Chain),
    };
}
