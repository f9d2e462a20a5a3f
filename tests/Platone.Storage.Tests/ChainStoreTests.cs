using Platone.Contracts.Following;
using Platone.Contracts.Sending;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Storage.Tests;

public sealed class ChainStoreTests : IDisposable
{
    private static readonly ChainPosition Block = new(7, Keccak256.Hash([7]));

    private readonly StoreOnDisk _store = new();

    public void Dispose() => _store.Dispose();

    private ChainStore Chain => new(_store.Database);

    [Fact]
    public async Task The_cursor_stands_where_the_last_stretch_ended_after_a_restart_too()
    {
        Assert.Null(Chain.Position());

        await ApplyAsync(new(Block, [], [], []));
        await ApplyAsync(new(Block with { Number = 9 }, [], [], []));
        _store.Reopen();

        Assert.Equal(Block with { Number = 9 }, Chain.Position());
    }

    [Fact]
    public async Task Providers_come_and_go_in_the_order_of_the_chain()
    {
        await ApplyAsync(new(Block, [], [], [(Given.Anna, true), (Given.Bruno, true), (Given.Anna, true), (Given.Bruno, false)]));

        Assert.Equal([Given.Anna], Chain.Providers());
        Assert.Equal((true, false), (Chain.IsProvider(Given.Anna), Chain.IsProvider(Given.Bruno)));

        await ApplyAsync(new(Block, [], [], [(Given.Anna, false), (Given.Bruno, false), (Given.Bruno, true)]));
        Assert.Equal([Given.Bruno], Chain.Providers());
    }

    [Fact]
    public async Task Where_an_effect_fails_the_cursor_stays()
    {
        await ApplyAsync(new(Block, [], [], []));
        _store.Tamper("CREATE TRIGGER full BEFORE INSERT ON provider BEGIN SELECT RAISE(ABORT, 'disk full'); END");

        await Assert.ThrowsAsync<Microsoft.Data.Sqlite.SqliteException>(
            () => ApplyAsync(new(Block with { Number = 8 }, [], [Declared(1)], [(Given.Anna, true)])));

        Assert.Equal(Block, Chain.Position());
        Assert.Empty(new DeclarationStore(_store.Database).List(null));
    }

    [Fact]
    public async Task Declarations_follow_the_chain_and_keep_their_terms()
    {
        var requested = Declared(1);
        var accepted = requested with { Status = DeclarationStatus.Accepted, DecidedAt = 120 };
        var revoked = accepted with { Status = DeclarationStatus.Revoked, RevokedAt = 130 };
        var declarations = new DeclarationStore(_store.Database);

        foreach (var state in new[] { requested, accepted, revoked })
        {
            await ApplyAsync(new(Block, [], [state], []));
            Assert.Equal(state, declarations.Find(state.Id));
        }

        Assert.Null(declarations.Find(Hash256.Zero));
    }

    [Fact]
    public async Task A_declaration_shows_its_topic_once_the_text_is_known_whichever_comes_first()
    {
        var declarations = new DeclarationStore(_store.Database);
        var text = new DeclarationText("data/0x/LN-1/raw", Keccak256.Hash([1]).ToString());
        var declaration = Declared(1) with { Topic = text.TopicIdentifier() };

        await ApplyAsync(new(Block, [], [declaration], []));
        Assert.Null(declarations.Find(declaration.Id)!.Filter);

        await declarations.AddTextAsync(text, CancellationToken.None);
        await declarations.AddTextAsync(text, CancellationToken.None);
        Assert.Equal("data/0x/LN-1/raw", declarations.Find(declaration.Id)!.Filter);
    }

    [Fact]
    public async Task Parties_see_what_concerns_them_newest_first()
    {
        var carla = Address.Parse("0x000000000000000000000000000000000000ca41");
        var one = Declared(1);
        var two = Declared(2) with { RequestedAt = 200, Consumer = carla };
        var three = Declared(3) with { RequestedAt = 150, Provider = Given.Bruno, Consumer = carla };
        await ApplyAsync(new(Block, [], [one, two, three], []));
        var declarations = new DeclarationStore(_store.Database);

        Assert.Equal([two, three, one], declarations.List(null));
        Assert.Equal([two, one], declarations.List(Given.Anna));
        Assert.Equal([three, one], declarations.List(Given.Bruno));
        Assert.Equal([two, three], declarations.List(carla));
        Assert.Empty(declarations.List(Address.Zero));
    }

    [Fact]
    public async Task The_outbox_keeps_nonces_of_each_account_and_settles_with_the_outcome()
    {
        var outbox = new OutboxStore(_store.Database);
        OutboxEntry[] entries = [Entry(Given.Anna, 1), Entry(Given.Anna, 2), Entry(Given.Anna, 3)];
        var other = Entry(Given.Bruno, 9);
        await _store.Database.WriteAsync(
            connection =>
            {
                foreach (var entry in entries.Reverse().Append(other)) OutboxStore.Insert(connection, entry);
            },
            CancellationToken.None);

        Assert.Equal([3, 9, null], [await LastAsync(Given.Anna), await LastAsync(Given.Bruno), await LastAsync(Address.Zero)]);
        Assert.Equal([1UL, 2, 3], (await outbox.UnsettledAsync(Given.Anna, CancellationToken.None)).Select(entry => entry.Nonce));

        await outbox.SettleAsync(
            [new(entries[0].Hash, 5, Block.Hash, 21_000, Error: null), new(entries[1].Hash, 6, Block.Hash, 22_000, "reverted")], CancellationToken.None);

        Assert.Equal([3UL], (await outbox.UnsettledAsync(Given.Anna, CancellationToken.None)).Select(entry => entry.Nonce));
        Assert.Single(await outbox.UnsettledAsync(Given.Bruno, CancellationToken.None));
        Assert.Equal(3, await LastAsync(Given.Anna));
        Assert.Equal(
            [(5, 21_000, null), (6, 22_000, "reverted")],
            _store.Rows(
                "SELECT block_number, gas_used, error FROM outbox WHERE block_number IS NOT NULL ORDER BY nonce",
                row => (row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2))));

        async Task<long?> LastAsync(Address account) => (long?)await outbox.LastNonceAsync(account, CancellationToken.None);
    }

    private Task ApplyAsync(ChainChanges changes) => Chain.ApplyAsync(changes, CancellationToken.None);

    private static OutboxEntry Entry(Address account, byte nonce) => new(account, nonce, "test", [2, nonce], Keccak256.Hash([nonce]));

    private static Declaration Declared(byte id) => new(
        Keccak256.Hash([id]), Given.Anna, Given.Bruno, Keccak256.Hash([100, id]), Means.Both, Purpose.Audit, NotBefore: 50, Expiry: 1000,
        DeclarationStatus.Requested, RequestedAt: 100);
}
