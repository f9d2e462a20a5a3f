using System.Data.Common;
using Platone.Contracts.Following;
using Platone.Contracts.Access;
using Platone.Cryptography;
using Platone.Protocol;

namespace Platone.Storage.Tests;

public abstract class ChainStoreTests<TStore> : IDisposable
    where TStore : StoreUnderTest, new()
{
    private static readonly ChainPosition Block = new(7, Keccak256.Hash([7]));

    private readonly TStore _store = new();

    public void Dispose() => _store.Dispose();

    private ChainStore Chain => new(_store.Database);

    [Fact]
    public async Task The_cursor_stands_where_the_last_stretch_ended_after_a_restart_too()
    {
        Assert.Null(Chain.Position());

        await ApplyAsync(Changes(Block));
        await ApplyAsync(Changes(Block with { Number = 9 }));
        _store.Reopen();

        Assert.Equal(Block with { Number = 9 }, Chain.Position());
    }

    [Fact]
    public async Task Providers_come_and_go_in_the_order_of_the_chain()
    {
        await ApplyAsync(Changes(Block, providers: [(Given.Anna, true), (Given.Bruno, true), (Given.Anna, true), (Given.Bruno, false)]));

        Assert.Equal([Given.Anna], Chain.Providers());
        Assert.Equal((true, false), (Chain.IsProvider(Given.Anna), Chain.IsProvider(Given.Bruno)));

        await ApplyAsync(Changes(Block with { Number = 8 }, providers: [(Given.Anna, false), (Given.Bruno, false), (Given.Bruno, true)]));
        Assert.Equal([Given.Bruno], Chain.Providers());
    }

    [Fact]
    public async Task Where_an_effect_fails_the_cursor_stays()
    {
        await ApplyAsync(Changes(Block));
        _store.RefuseInserts("provider_change", "true");

        await Assert.ThrowsAnyAsync<DbException>(
            () => ApplyAsync(Changes(Block with { Number = 8 }, [Declared(1)], [(Given.Anna, true)])));

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

        foreach (var (i, state) in new[] { requested, accepted, revoked }.Index())
        {
            await ApplyAsync(Changes(Block with { Number = 7 + (ulong)i }, [state]));
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

        await ApplyAsync(Changes(Block, [declaration]));
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
        await ApplyAsync(Changes(Block, [one, two, three]));
        var declarations = new DeclarationStore(_store.Database);

        Assert.Equal([two, three, one], declarations.List(null));
        Assert.Equal([two, one], declarations.List(Given.Anna));
        Assert.Equal([three, one], declarations.List(Given.Bruno));
        Assert.Equal([two, three], declarations.List(carla));
        Assert.Empty(declarations.List(Address.Zero));
    }

    [Fact]
    public async Task Going_back_undoes_what_came_behind_the_ancestor_and_nothing_else()
    {
        var (kept, dropped) = (Declared(1), Declared(2));
        var revoked = kept with { Status = DeclarationStatus.Revoked, DecidedAt = 120, RevokedAt = 130 };
        await ApplyAsync(Changes(Block, [kept], [(Given.Anna, true)]));
        await ApplyAsync(Changes(Block with { Number = 8 }, [], [(Given.Bruno, true)]));
        await ApplyAsync(Changes(Block with { Number = 9 }, [revoked, dropped], [(Given.Anna, false)]));
        Assert.Equal(new[] { kept.Id, dropped.Id }.Order(), new DeclarationStore(_store.Database).ReadBehind(8).Order());

        await Chain.RollBackAsync(new(Block with { Number = 8 }, [kept], [dropped.Id], ReadAt: 8), CancellationToken.None);

        Assert.Equal(Block with { Number = 8 }, Chain.Position());
        Assert.Equal(new[] { Given.Anna, Given.Bruno }.Order(), Chain.Providers().Order());
        Assert.Equal([kept], new DeclarationStore(_store.Database).List(null));
        Assert.Empty(new DeclarationStore(_store.Database).ReadBehind(8));
    }

    [Fact]
    public async Task Blocks_to_go_back_to_are_kept_and_the_very_first_for_ever()
    {
        await Chain.StartAtAsync(Block with { Number = 3 }, CancellationToken.None);
        for (var number = 4UL; number <= 40; number++) await ApplyAsync(Changes(Block with { Number = number }));
        await ApplyAsync(Changes(Block with { Number = 4_100 }));
        await ApplyAsync(Changes(Block with { Number = 4_120 }));

        Assert.Equal([3UL, 24, 40, 4_100], new ulong[] { 23, 24, 4_099, 4_119 }.Select(number => Chain.AtOrBelow(number)!.Value.Number));
        Assert.Null(Chain.AtOrBelow(2));
    }

    private Task ApplyAsync(ChainChanges changes) => Chain.ApplyAsync(changes, CancellationToken.None);

    private static ChainChanges Changes(
        ChainPosition head, IReadOnlyList<Declaration>? declarations = null, IReadOnlyList<(Address Wallet, bool May)>? providers = null) => new(
        head, [], declarations ?? [], [.. (providers ?? []).Select(change => new ProviderChange(head.Number, change.Wallet, change.May))], [], head.Number);

    private static Declaration Declared(byte id) => new(
        Keccak256.Hash([id]), Given.Anna, Given.Bruno, Keccak256.Hash([100, id]), Means.Both, Purpose.Audit, NotBefore: 50, Expiry: 1000,
        DeclarationStatus.Requested, RequestedAt: 100);
}

public sealed class ChainStoreOnSqliteTests : ChainStoreTests<SqliteStore>;

public sealed class ChainStoreOnPostgresTests : ChainStoreTests<PostgresStore>;
