using System.Numerics;

namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Transformers: by nameplate where one tells all, so that unbalanced studies are possible, else as generic branches.</summary>
internal sealed partial class NetworkExport
{
    private void AddTransformer(Transformer transformer)
    {
        var origin = $"Transformer {transformer.Id}";
        var step = StepOf(transformer);
        var winding = transformer.FromWindingV / transformer.ToWindingV * step.Ratio;

        // What stands outside the ratio stands inside it by the ratio's square.
        var circuit = AtTap(transformer.PositiveSequence, step);
        circuit = circuit with { FromShuntSiemens = circuit.FromShuntSiemens + transformer.OuterShuntSiemens * (winding * winding) };
        var angle = transformer.PhaseShiftRad + step.AngleRad;
        if (TryNameplate(transformer, step, circuit, angle) is { } values)
        {
            _rows.Add(ComponentKind.Transformer, origin, [.. Ends(transformer.From, transformer.To, transformer.FromClosed, transformer.ToClosed), .. values]);
            return;
        }
        if (transformer.ZeroSequence is not null)
            _warnings.Add($"Transformer {transformer.Id} becomes a generic branch, of which the format has no unbalanced studies.");

        AddGenericBranch(origin, transformer.From, transformer.To, transformer.FromClosed, transformer.ToClosed, circuit,
            winding / (RatedV(transformer.From) / RatedV(transformer.To)), angle, transformer.RatedPowerVA, winding);
    }

    /// <summary>All tap changers' present steps in one.</summary>
    private static TapStep StepOf(Transformer transformer)
    {
        var all = new TapStep(1, 0);
        foreach (var changer in transformer.TapChangers)
        {
            var step = changer.Step;
            all = new(all.Ratio * step.Ratio, all.AngleRad + step.AngleRad)
            {
                ResistanceFactor = all.ResistanceFactor * step.ResistanceFactor,
                ReactanceFactor = all.ReactanceFactor * step.ReactanceFactor,
                ConductanceFactor = all.ConductanceFactor * step.ConductanceFactor,
                SusceptanceFactor = all.SusceptanceFactor * step.SusceptanceFactor,
            };
        }
        return all;
    }

    private static PiCircuit AtTap(PiCircuit circuit, TapStep step)
    {
        return new(
            new(circuit.SeriesOhm.Real * step.ResistanceFactor, circuit.SeriesOhm.Imaginary * step.ReactanceFactor),
            Shunt(circuit.FromShuntSiemens),
            Shunt(circuit.ToShuntSiemens));

        Complex Shunt(Complex siemens) => new(siemens.Real * step.ConductanceFactor, siemens.Imaginary * step.SusceptanceFactor);
    }

    /// <summary>The taps are folded into the windings' voltages. Null where a nameplate does not tell all there is.</summary>
    private static (string, ExportValue)[]? TryNameplate(Transformer transformer, TapStep step, PiCircuit circuit, double angle)
    {
        if (transformer.ZeroSequence is not { } zero) return null;

        var clock = angle / (Math.PI / 6);
        var series = circuit.SeriesOhm;
        var magnetising = circuit.FromShuntSiemens + circuit.ToShuntSiemens;
        if (Math.Abs(clock - Math.Round(clock)) > 1e-9 || IsStar(zero.From) == IsStar(zero.To) != ((int)Math.Round(clock) % 2 == 0)) return null;
        if (series.Real < 0 || series.Imaginary <= 0 || circuit.FromShuntSiemens != circuit.ToShuntSiemens) return null;
        if (magnetising.Real < 0 || magnetising.Imaginary > 0) return null;

        var zeroCircuit = AtTap(zero.Circuit, step);
        var zeroMagnetising = zeroCircuit.FromShuntSiemens + zeroCircuit.ToShuntSiemens;
        var expected = Windings.ZeroSequence(zero.From, zero.To, series, zeroMagnetising);
        if (zeroMagnetising.Real < 0 || zeroMagnetising.Imaginary > 0 || !IsClose(expected.FromShuntSiemens, zeroCircuit.FromShuntSiemens)) return null;
        if (EarthingThatTells(zero, zeroCircuit.SeriesOhm - expected.SeriesOhm, transformer, step) is not var (fromEarthing, toEarthing)) return null;

        var u2 = transformer.ToWindingV;
        var rated = transformer.RatedPowerVA ?? 0.1 * u2 * u2 / series.Magnitude;
        var ohm = u2 * u2 / rated;
        if (series.Magnitude / ohm >= 1 || magnetising.Magnitude * ohm >= 1) return null;

        return
        [
            ("u1", transformer.FromWindingV * step.Ratio), ("u2", u2), ("sn", rated),
            ("uk", series.Magnitude / ohm), ("pk", series.Real / ohm * rated), ("i0", magnetising.Magnitude * ohm), ("p0", magnetising.Real * ohm * rated),
            ("i0_zero_sequence", zeroMagnetising.Magnitude * ohm), ("p0_zero_sequence", zeroMagnetising.Real * ohm * rated),
            ("winding_from", Code(zero.From)), ("winding_to", Code(zero.To)), ("clock", ((int)Math.Round(clock) % 12 + 12) % 12),
            ("tap_side", 0), ("tap_pos", 0), ("tap_min", 0), ("tap_max", 0), ("tap_nom", 0), ("tap_size", 0),
            ("r_grounding_from", fromEarthing.Real), ("x_grounding_from", fromEarthing.Imaginary),
            ("r_grounding_to", toEarthing.Real), ("x_grounding_to", toEarthing.Imaginary),
        ];
    }

    /// <summary>The format gives both sequences one series impedance; what the zero sequence has more can stand, by thirds, in an earthing.</summary>
    private static (Complex From, Complex To)? EarthingThatTells(TransformerZeroSequence zero, Complex more, Transformer transformer, TapStep step)
    {
        if (more.Magnitude <= 1e-12 * zero.Circuit.SeriesOhm.Magnitude) return (zero.FromEarthingOhm, zero.ToEarthingOhm);
        if (zero is { From: WindingConnection.EarthedStar or WindingConnection.Delta, To: WindingConnection.EarthedStar })
            return (zero.FromEarthingOhm, zero.ToEarthingOhm + more / 3);

        var ratio = transformer.FromWindingV / transformer.ToWindingV * step.Ratio;
        return zero is { From: WindingConnection.EarthedStar, To: WindingConnection.Delta }
            ? (zero.FromEarthingOhm + more / 3 * ratio * ratio, zero.ToEarthingOhm)
            : null;
    }

    private static bool IsClose(Complex left, Complex right) => (left - right).Magnitude <= 1e-12 * Math.Max(left.Magnitude, right.Magnitude);

    private static bool IsStar(WindingConnection winding) => winding is WindingConnection.Star or WindingConnection.EarthedStar;

    private static double Code(WindingConnection winding) => winding switch
    {
        WindingConnection.Star => 0,
        WindingConnection.EarthedStar => 1,
        WindingConnection.Delta => 2,
        WindingConnection.Zigzag => 3,
        _ => 4,
    };
}
