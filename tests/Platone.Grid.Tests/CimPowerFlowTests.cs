using System.Numerics;
using Platone.Grid.PowerFlow;

namespace Platone.Grid.Tests;

public sealed class CimPowerFlowTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("MicroGrid")][InlineData("MicroGridBelgium")][InlineData("MicroGridNetherlands")][InlineData("SmallGrid")][InlineData("MicroGrid3")][InlineData("Belgovia")][InlineData("Svedala")][InlineData("CigreMediumVoltage")][InlineData("SampleBusBranch")][InlineData("SampleNodeBreaker")]
    public void Explore(string name)
    {
        Network network;
        try { network = (Network)typeof(CimCases).GetMethod(name)!.Invoke(null, null)!; }
        catch (System.Reflection.TargetInvocationException e) { output.WriteLine(e.InnerException!.ToString()); throw; }
        output.WriteLine($"{name}: nodes {network.Nodes.Count} lines {network.Lines.Count} links {network.Links.Count} tr {network.Transformers.Count} loads {network.Loads.Count} gens {network.Generators.Count} sources {string.Join(",", network.Sources.Select(s=>s.Name))}");
        foreach (var s in network.LeftOut) output.WriteLine("  " + s);
        foreach (var enforce in new[]{false,true}) {
        var r = SymmetricPowerFlow.Solve(network, new() { Start = PowerFlowStart.Flat, EnforceReactiveLimits = enforce });
        output.WriteLine($"enforce {enforce} converged {r.Converged} it {r.Iterations} limit {string.Join(",", r.AtReactiveLimit.Select(g=>network.Generators[g].Name))}");
        var d = new List<(double,double,string)>();
        for (var i = 0; i < network.Nodes.Count; i++) if (network.Nodes[i].GivenVoltage is { Pu: > 0 } g) {
            var v = r.NodeVoltagesPu[i];
            d.Add(((v - Complex.FromPolarCoordinates(g.Pu, g.AngleRad)).Magnitude, v.Magnitude - g.Pu, $"{network.Nodes[i].Name} {network.Nodes[i].Id} got {v.Magnitude:F6} {v.Phase*180/Math.PI:F4} given {g.Pu:F6} {g.AngleRad*180/Math.PI:F4}"));
        }
        output.WriteLine($"compared {d.Count}");
        foreach (var x in d.OrderByDescending(x=>x.Item1).Take(8)) output.WriteLine($"   {x.Item1:E2} {x.Item2:E2} {x.Item3}");
        }
    }
}
