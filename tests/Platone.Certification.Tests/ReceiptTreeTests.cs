using Platone.Cryptography;

namespace Platone.Certification.Tests;

public sealed class ReceiptTreeTests
{
    private readonly Random _random = new(4);

    [Fact]
    public void Each_receipt_can_be_shown_alone_with_its_path_and_the_one_root()
    {
        foreach (var count in new[] { 1, 2, 3, 6, 33 })
        {
            var receipts = _random.NextReceipts(count);
            var tree = new ReceiptTree(receipts);

            Assert.Equal(count, tree.Count);
            for (var i = 0; i < count; i++)
                Assert.Equal(tree.Root, MerkleTree.RootFrom(ReceiptTree.LeafOf(receipts[i]), (uint)i, (uint)count, tree.PathOf(i)));
        }
    }

    [Fact]
    public void Any_changed_field_and_any_other_order_make_another_root()
    {
        var receipts = _random.NextReceipts(3);
        var root = new ReceiptTree(receipts).Root;
        var first = receipts[0];
        Receipt[] changed =
        [
            first with { Provider = _random.NextAddress() }, first with { Stream = _random.NextHash() }, first with { Sequence = first.Sequence ^ 1 },
            first with { Leaf = _random.NextHash() }, first with { CertifyBy = first.CertifyBy ^ 1 },
        ];

        Assert.All(changed, receipt => Assert.NotEqual(root, new ReceiptTree([receipt, receipts[1], receipts[2]]).Root));
        Assert.NotEqual(root, new ReceiptTree([receipts[1], first, receipts[2]]).Root);
        Assert.NotEqual(root, new ReceiptTree([first, receipts[1]]).Root);
    }

    [Fact]
    public void The_tree_of_one_receipt_is_its_leaf()
    {
        var receipts = _random.NextReceipts(1);

        Assert.Equal(ReceiptTree.LeafOf(receipts[0]), new ReceiptTree(receipts).Root);
    }

    [Fact]
    public void A_message_without_readings_has_no_receipts_to_sign() =>
        Assert.Throws<ArgumentException>(() => new ReceiptTree([]));
}
