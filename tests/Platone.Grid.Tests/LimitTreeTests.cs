using System.Numerics;
using Platone.Grid.Flexibility;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

public sealed class LimitTreeTests
{
    /// <summary>
    /// 20 kV bus-bar 0; two transformers side by side to the 400 V bus-bar 1 (zone north), from which feeder 2-3 and a ring 4-5 leave; a feeder of its own
    /// from 0 to 6 (zone south).
    /// </summary>
    [Fact]
    public void Every_part_that_hangs_on_one_place_is_a_level()
    {
        var network = Network();

        var tree = LimitTree.Of(SymmetricPowerFlow.Solve(network));

        Assert.Equal(["system", "north", "t1+t2", "l12", "south", "l06"], tree.OrderBy(Order).Select(limit => limit.Id));
        Assert.Equal("north", Parent("t1+t2"));
        Assert.Equal("t1+t2", Parent("l12"));
        Assert.Equal("south", Parent("l06"));
        Assert.Equal("system", Parent("south"));
        Assert.Equal([1, 2, 3, 4, 5], Of("t1+t2").Nodes.Order());
        Assert.Equal([2, 3], Of("l12").Nodes.Order());
        Assert.All(tree.Skip(1), limit => Assert.Subset(tree[limit.Parent].Nodes.ToHashSet(), limit.Nodes.ToHashSet()));

        GridLimit Of(string id) => tree.Single(limit => limit.Id == id);

        string Parent(string id) => tree[Of(id).Parent].Id;

        static int Order(GridLimit limit) => limit.Id switch { "system" => 0, "north" => 1, "t1+t2" => 2, "l12" => 3, "south" => 4, _ => 5 };
    }

    [Fact]
    public void What_may_still_flow_is_the_rating_less_what_flows()
    {
        var tree = LimitTree.Of(SymmetricPowerFlow.Solve(Network()));

        var transformers = tree.Single(limit => limit.Id == "t1+t2");
        var feeder = tree.Single(limit => limit.Id == "l12");
        Assert.Equal(800e3, transformers.RatingVA);
        Assert.Equal(40_000, transformers.DemandW, 500.0);
        Assert.Equal(800e3 - transformers.DemandW, transformers.MoreDemandW!.Value, 100.0);
        Assert.Equal(800e3 + transformers.DemandW, transformers.LessDemandW!.Value, 100.0);
        Assert.Equal(100 * Math.Sqrt(3) * 400, feeder.RatingVA!.Value, 1e-6);
        Assert.Equal(20_000, feeder.DemandW, 200.0);
        Assert.Null(tree[0].RatingVA);
        Assert.Equal(50_000, tree[0].DemandW, 1000.0);
    }

    [Fact]
    public void What_two_sources_feed_hangs_on_neither()
    {
        var network = Network();
        network = network with { Sources = [.. network.Sources, new("s2", "", 3, true, 400, 0) { PositiveSequenceOhm = new(0.1, 0.1) }] };

        var tree = LimitTree.Of(SymmetricPowerFlow.Solve(network));

        Assert.DoesNotContain(tree, limit => limit.Id is "t1+t2" or "l12");
        Assert.Contains(tree, limit => limit.Id == "l06");
    }

    [Fact]
    public void A_long_line_of_nodes_is_no_trouble()
    {
        const int Count = 50_000;
        var network = new Network
        {
            Nodes = [.. Enumerable.Range(0, Count).Select(i => new Node($"{i}", "", 20_000))],
            Lines = [.. Enumerable.Range(1, Count - 1).Select(i => Line($"l{i}", i - 1, i) with { PositiveSequence = PiCircuit.Of(new(1e-4, 1e-4), 0) })],
            Sources = [new("s", "", 0, true, 20_000, 0)],
            Loads = [new("d", "", Count - 1, true, ZipPower.OfPower(1e5))],
        };

        var tree = LimitTree.Of(SymmetricPowerFlow.Solve(network));

        Assert.Equal(["system", "l1"], tree.Select(limit => limit.Id));
        Assert.Equal(Count - 1, tree[1].Nodes.Count);
    }

    private static Network Network() => new()
    {
        Nodes = [.. Enumerable.Range(0, 7).Select(i => new Node($"n{i}", "", i is 0 or 6 ? 20_000 : 400) { Zone = ZoneOf(i) })],
        Lines = [Line("l12", 1, 2), Line("l23", 2, 3), Line("l14", 1, 4), Line("l45", 4, 5), Line("l51", 5, 1), Line("l06", 0, 6)],
        Transformers = [Transformer("t1"), Transformer("t2")],
        Sources = [new("s", "", 0, true, 20_000, 0)],
        Loads = [Load(2, 10_000), Load(3, 10_000), Load(4, 10_000), Load(5, 10_000), Load(6, 10_000)],
    };

    private static string? ZoneOf(int node) => node switch { 0 => null, 6 => "south", _ => "north" };

    private static Line Line(string id, int from, int to) =>
        new(id, "", from, to, true, true) { PositiveSequence = PiCircuit.Of(new(0.01, 0.01), 0), RatedCurrentA = 100 };

    private static Transformer Transformer(string id) =>
        new(id, "", 0, 1, true, true) { FromWindingV = 20_000, ToWindingV = 400, PositiveSequence = PiCircuit.Of(new(0.004, 0.016), 0), RatedPowerVA = 400e3 };

    private static Load Load(int node, double watts) => new($"d{node}", "", node, true, ZipPower.OfPower(new Complex(watts, 0)));
}
