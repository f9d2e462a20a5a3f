namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>One scenario of an update, applied to an input.</summary>
/// <remarks>Source: power-grid-model's user manual, "Components", the columns "update".</remarks>
internal sealed class ScenarioApplication(Dataset dataset, int scenario, PowerGridModelInput input)
{
    private readonly CopyOnWrite<Line> _lines = new(input.Network.Lines);
    private readonly CopyOnWrite<Link> _links = new(input.Network.Links);
    private readonly CopyOnWrite<Transformer> _transformers = new(input.Network.Transformers);
    private readonly CopyOnWrite<Source> _sources = new(input.Network.Sources);
    private readonly CopyOnWrite<Shunt> _shunts = new(input.Network.Shunts);
    private readonly CopyOnWrite<Load> _loads = new(input.Network.Loads);
    private readonly CopyOnWrite<Generator> _generators = new(input.Network.Generators);
    private readonly CopyOnWrite<VoltageSensor> _voltages = new(input.Measurements.Voltages);
    private readonly CopyOnWrite<PowerSensor> _powers = new(input.Measurements.Powers);
    private readonly CopyOnWrite<CurrentSensor> _currents = new(input.Measurements.Currents);

    public PowerGridModelInput Apply()
    {
        foreach (var (kind, table) in dataset.Scenarios[scenario]) ApplyTable(kind, table);

        return input with
        {
            Network = input.Network with
            {
                Lines = _lines.List,
                Links = _links.List,
                Transformers = _transformers.List,
                Sources = _sources.List,
                Shunts = _shunts.List,
                Loads = _loads.List,
                Generators = _generators.List,
            },
            Measurements = new() { Voltages = _voltages.List, Powers = _powers.List, Currents = _currents.List },
        };
    }

    private void ApplyTable(string kind, ComponentTable table)
    {
        // Without ids a table is of all components of its kind, in the input's order.
        var hasIds = table.Has("id");
        var ids = input.IdsByKind.GetValueOrDefault(kind, []);
        if (!hasIds && table.Count != ids.Count)
        {
            throw new GridFormatException(dataset.File, $"scenario {scenario}, {kind}",
                $"{table.Count} without ids, expected all {ids.Count} of the input, or ids");
        }
        var changed = new HashSet<int>();
        for (var i = 0; i < table.Count; i++)
        {
            var row = new ComponentRow($"{dataset.File}: scenario {scenario}", table, i);
            var id = hasIds ? row.Id : ids[i];
            if (!input.Components.TryGetValue(id, out var component) || component.Kind != kind)
                throw row.Wrong("id", $"{id}", $"the id of a {kind} of the input");
            if (!changed.Add(id)) throw row.Wrong("id", $"{id} again", "each component once a scenario");

            if (component.Place >= 0) Change(component, row);
        }
    }

    private void Change(PowerGridModelComponent component, in ComponentRow row)
    {
        var place = component.Place;
        switch (component.Kind)
        {
            case ComponentKind.Line or ComponentKind.AsymLine:
                var line = _lines[place];
                _lines[place] = line with { FromClosed = row.Flag("from_status", line.FromClosed), ToClosed = row.Flag("to_status", line.ToClosed) };
                break;
            case ComponentKind.Link:
                var link = _links[place];
                _links[place] = link with { FromClosed = row.Flag("from_status", link.FromClosed), ToClosed = row.Flag("to_status", link.ToClosed) };
                break;
            case ComponentKind.Transformer or ComponentKind.GenericBranch: ChangeTransformer(place, row); break;
            case ComponentKind.ThreeWindingTransformer: ChangeThreeWinding(place, row); break;
            case ComponentKind.Source: ChangeSource(place, row); break;
            case ComponentKind.Shunt: ChangeShunt(place, row); break;
            case ComponentKind.SymLoad or ComponentKind.AsymLoad: ChangeLoad(place, row); break;
            case ComponentKind.SymGen or ComponentKind.AsymGen: ChangeGenerator(place, row); break;
            case ComponentKind.VoltageRegulator: ChangeRegulator(place, row); break;
            case ComponentKind.SymVoltageSensor or ComponentKind.AsymVoltageSensor: ChangeVoltageSensor(place, row); break;
            case ComponentKind.SymPowerSensor or ComponentKind.AsymPowerSensor: ChangePowerSensor(place, row); break;
            case ComponentKind.SymCurrentSensor or ComponentKind.AsymCurrentSensor: ChangeCurrentSensor(place, row); break;
        }
    }

    private void ChangeTransformer(int place, in ComponentRow row)
    {
        var before = _transformers[place];
        _transformers[place] = before with
        {
            FromClosed = row.Flag("from_status", before.FromClosed),
            ToClosed = row.Flag("to_status", before.ToClosed),
            TapChangers = At(before.TapChangers, row),
        };
    }

    private void ChangeThreeWinding(int place, in ComponentRow row)
    {
        var transformer = input.Network.ThreeWindingTransformers[place];
        ChangeLeg(transformer.Leg1, "status_1", row);
        ChangeLeg(transformer.Leg2, "status_2", row);
        ChangeLeg(transformer.Leg3, "status_3", row);
    }

    private void ChangeLeg(int leg, string status, in ComponentRow row)
    {
        var before = _transformers[leg];
        _transformers[leg] = before with { FromClosed = row.Flag(status, before.FromClosed), TapChangers = At(before.TapChangers, row) };
    }

    private static IReadOnlyList<TapChanger> At(IReadOnlyList<TapChanger> changers, in ComponentRow row)
    {
        if (!row.Has("tap_pos") || changers.Count == 0) return changers;

        // As in the input, a position outside the range is the range's end.
        var position = row.Integer("tap_pos", sbyte.MinValue + 1, sbyte.MaxValue);
        return [changers[0] with { Position = Math.Clamp(position, changers[0].LowestPosition, changers[0].HighestPosition) }];
    }

    private void ChangeSource(int place, in ComponentRow row)
    {
        var before = _sources[place];
        var rated = input.Network.Nodes[before.Node].RatedVoltageV;
        _sources[place] = before with
        {
            IsConnected = row.Flag("status", before.IsConnected),
            VoltageV = row.Has("u_ref") ? row.Positive("u_ref") * rated : before.VoltageV,
            AngleRad = row.Finite("u_ref_angle", before.AngleRad),
        };
    }

    private void ChangeShunt(int place, in ComponentRow row)
    {
        var before = _shunts[place];
        _shunts[place] = before with
        {
            IsConnected = row.Flag("status", before.IsConnected),
            PositiveSequenceSiemens = new(row.Finite("g1", before.PositiveSequenceSiemens.Real), row.Finite("b1", before.PositiveSequenceSiemens.Imaginary)),
            ZeroSequenceSiemens = new(row.Finite("g0", before.ZeroSequenceSiemens.Real), row.Finite("b0", before.ZeroSequenceSiemens.Imaginary)),
        };
    }

    private void ChangeLoad(int place, in ComponentRow row)
    {
        var before = _loads[place];
        _loads[place] = before with { IsConnected = row.Flag("status", before.IsConnected), Power = Power(input.LoadModels[place], before.Power, row) };
    }

    private void ChangeGenerator(int place, in ComponentRow row)
    {
        var before = _generators[place];
        _generators[place] = before with
        {
            IsConnected = row.Flag("status", before.IsConnected),
            Power = Power(input.GeneratorModels[place], before.Power, row),
        };
    }

    private static ZipPower Power(LoadModel model, in ZipPower before, in ComponentRow row) =>
        model.Of(SpecifiedPower.Over(model.PowerOf(before), row.Value("p_specified"), row.Value("q_specified")));

    private void ChangeRegulator(int place, in ComponentRow row)
    {
        var before = _generators[place];
        var target = input.Targets[place];
        if (row.Has("u_ref")) target = target with { VoltageV = row.Positive("u_ref") * input.Network.Nodes[target.Node].RatedVoltageV };

        var least = row.Finite("q_min", before.MinimumReactivePowerVar);
        var greatest = row.Finite("q_max", before.MaximumReactivePowerVar);
        _generators[place] = before with
        {
            Target = row.Flag("status", before.Target is not null) ? target : null,
            MinimumReactivePowerVar = Math.Min(least, greatest),
            MaximumReactivePowerVar = Math.Max(least, greatest),
        };
    }

    private void ChangeVoltageSensor(int place, in ComponentRow row)
    {
        var before = _voltages[place];
        _voltages[place] = before with
        {
            MagnitudeV = Over(before.MagnitudeV, row.Value("u_measured")),
            AngleRad = Over(before.AngleRad, row.Value("u_angle_measured")),
            SigmaV = Over(before.SigmaV, row.SigmaOrMissing("u_sigma")),
        };
    }

    private void ChangePowerSensor(int place, in ComponentRow row)
    {
        var before = _powers[place];
        _powers[place] = before with
        {
            ActiveW = Over(before.ActiveW, row.Value("p_measured")),
            ReactiveVar = Over(before.ReactiveVar, row.Value("q_measured")),
            ActiveSigmaW = Over(before.ActiveSigmaW, row.SigmaValue("p_sigma")),
            ReactiveSigmaVar = Over(before.ReactiveSigmaVar, row.SigmaValue("q_sigma")),
            ApparentSigmaVA = Over(before.ApparentSigmaVA, row.SigmaOrMissing("power_sigma")),
        };
    }

    private void ChangeCurrentSensor(int place, in ComponentRow row)
    {
        var before = _currents[place];
        _currents[place] = before with
        {
            MagnitudeA = Over(before.MagnitudeA, row.Value("i_measured")),
            AngleRad = Over(before.AngleRad, row.Value("i_angle_measured")),
            SigmaA = Over(before.SigmaA, row.SigmaOrMissing("i_sigma")),
            AngleSigmaRad = Over(before.AngleSigmaRad, row.SigmaOrMissing("i_angle_sigma")),
        };
    }

    private static MeasuredValue Over(in MeasuredValue before, in MeasuredValue changed) =>
        new(Over(before.A, changed.A), Over(before.B, changed.B), Over(before.C, changed.C), changed.IsPerPhase);

    private static double Over(double before, double changed) => double.IsNaN(changed) ? before : changed;
}
