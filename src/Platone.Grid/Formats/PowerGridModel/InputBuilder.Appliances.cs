using System.Numerics;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Sources, shunts, loads and generators, and the regulators of generators.</summary>
internal sealed partial class InputBuilder
{
    private int _withoutPower;
    private int _withoutReference;
    private int _unknownTypes;

    private int AddSource(in ComponentRow row)
    {
        var node = NodeOf(row, "node");
        var rated = _parts.Nodes[node].RatedVoltageV;
        if (!row.Has("u_ref")) _withoutReference++;

        var impedance = SourceOhm(row, rated);
        return Append(_parts.Sources, new(row.IdText, row.Extra, node, row.Flag("status"), row.Positive("u_ref", 1) * rated, row.Finite("u_ref_angle", 0))
        {
            PositiveSequenceOhm = impedance,
            ZeroSequenceOhm = row.Positive("z01_ratio", 1) * impedance,
        });
    }

    /// <summary>|z| = u² / sk, divided into resistance and reactance by their ratio.</summary>
    private static Complex SourceOhm(in ComponentRow row, double ratedV)
    {
        var shortCircuitVA = row.Has("sk") ? row.SigmaOrMissing("sk") : 1e10;
        var ratio = row.NotNegative("rx_ratio", 0.1);
        var reactance = ratedV * ratedV / shortCircuitVA / Math.Sqrt(1 + ratio * ratio);
        return new(ratio * reactance, reactance);
    }

    private int AddShunt(in ComponentRow row) => Append(_parts.Shunts, new(row.IdText, row.Extra, NodeOf(row, "node"), row.Flag("status"),
        new(row.Finite("g1"), row.Finite("b1")), new(row.Finite("g0", 0), row.Finite("b0", 0))));

    private int AddLoad(in ComponentRow row)
    {
        var (model, power) = Specified(row);
        _loadModels.Add(model);
        return Append(_parts.Loads, new(row.IdText, row.Extra, NodeOf(row, "node"), row.Flag("status"), power));
    }

    private int AddGenerator(in ComponentRow row)
    {
        var (model, power) = Specified(row);
        _generatorModels.Add(model);
        return Append(_parts.Generators, new(row.IdText, row.Extra, NodeOf(row, "node"), row.Flag("status"), power));
    }

    private (LoadModel, ZipPower) Specified(in ComponentRow row)
    {
        var type = row.Integer("type", sbyte.MinValue + 1, sbyte.MaxValue);
        var model = type is >= 0 and <= 2 ? (LoadModel)type : LoadModel.ConstantPower;
        if (type is < 0 or > 2) _unknownTypes++;

        var (p, q) = (row.Value("p_specified"), row.Value("q_specified"));
        if (!p.IsComplete || !q.IsComplete) _withoutPower++;

        return (model, model.Of(SpecifiedPower.Over(default, p, q)));
    }

    /// <summary>Makes its generator hold its node's voltage.</summary>
    private int AddVoltageRegulator(in ComponentRow row)
    {
        var regulated = Referred(row, "regulated_object");
        if (regulated.Kind is ComponentKind.SymLoad or ComponentKind.AsymLoad)
        {
            _parts.LeftOut.Add($"voltage_regulator {row.Id} is of a load, which does not hold a voltage here.");
            return -1;
        }
        if (regulated.Kind is not (ComponentKind.SymGen or ComponentKind.AsymGen))
            throw row.Wrong("regulated_object", $"a {regulated.Kind}", "a generator or a load");

        var generator = _parts.Generators[regulated.Place];
        var target = new VoltageTarget(generator.Node, row.Positive("u_ref", 1) * _parts.Nodes[generator.Node].RatedVoltageV);
        if (!_targets.TryAdd(regulated.Place, target)) throw row.Wrong("regulated_object", "a generator with another regulator", "one regulator a generator");

        var (least, greatest) = (row.Finite("q_min", double.NegativeInfinity), row.Finite("q_max", double.PositiveInfinity));
        _parts.Generators[regulated.Place] = generator with
        {
            Target = row.Flag("status") ? target : null,
            MinimumReactivePowerVar = Math.Min(least, greatest),
            MaximumReactivePowerVar = Math.Max(least, greatest),
        };
        return regulated.Place;
    }
}
