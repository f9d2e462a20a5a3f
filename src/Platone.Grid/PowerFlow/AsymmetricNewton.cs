using System.Numerics;
using Platone.Grid.Numerics;

namespace Platone.Grid.PowerFlow;

/// <summary>
/// Newton and Raphson on the power balance of every phase of every bus, in rectangular coordinates: the equations of <see cref="SymmetricNewton{T}"/>
/// three times over, coupled by what the phases have in common.
/// </summary>
/// <remarks>
/// A machine drives its three phases alike: a bus that holds a voltage holds the magnitude of its positive sequence, and gives the same reactive power in
/// each phase. Its three equations for reactive power are then Qa - Qb, Qb - Qc and |V1|².
/// </remarks>
sealed class AsymmetricNewton
{
    private const int Phases = PhaseMatrix.Size;

    /// <summary>The share of each phase in the positive sequence.</summary>
    private static readonly Complex[] Shares = [1.0 / 3, new(-1.0 / 6, Math.Sqrt(3) / 6), new(-1.0 / 6, -Math.Sqrt(3) / 6)];

    private readonly PhaseAdmittance _admittance;
    private readonly BusInjections _balanced;
    private readonly PhaseInjections _injections;
    private readonly BlockMatrix<Block6, Block6.Column> _jacobian;
    private readonly Block6.Column[] _step;
    private readonly PhaseVector[] _currents;

    public AsymmetricNewton(BlockPattern pattern, PhaseAdmittance admittance, BusInjections balanced, PhaseInjections injections, PhaseVector[] startVoltages)
    {
        (_admittance, _balanced, _injections, Voltages) = (admittance, balanced, injections, startVoltages);
        _jacobian = new(pattern);
        _step = new Block6.Column[pattern.Count];
        _currents = new PhaseVector[pattern.Count];
    }

    public PhaseVector[] Voltages { get; }

    /// <summary>One step.</summary>
    /// <returns>The greatest change of a voltage.</returns>
    public double Iterate()
    {
        UpdateCurrents();
        FillOffDiagonals();
        FillDiagonals();
        HoldRemoteVoltages();
        _jacobian.Factorise();
        _jacobian.Solve(_step);

        double greatest = 0;
        for (var bus = 0; bus < _step.Length; bus++)
        {
            var change = new PhaseVector(new(_step[bus][0], _step[bus][1]), new(_step[bus][2], _step[bus][3]), new(_step[bus][4], _step[bus][5]));
            Voltages[bus] += change;
            greatest = Math.Max(greatest, Math.Max(change.A.Magnitude, Math.Max(change.B.Magnitude, change.C.Magnitude)));
        }

        return greatest;
    }

    public void UpdateCurrents()
    {
        var pattern = _jacobian.Pattern;
        for (var bus = 0; bus < _currents.Length; bus++)
            _currents[bus] = _admittance.Diagonal[bus] * Voltages[bus] - PhaseVector.Balanced(_balanced.SourceCurrents[bus]);

        for (var k = 0; k < pattern.Count; k++)
        {
            for (var p = pattern.Starts[k]; p < pattern.Starts[k + 1]; p++)
            {
                _currents[k] += _admittance.Upper[p] * Voltages[pattern.Columns[p]];
                _currents[pattern.Columns[p]] += _admittance.Lower[p] * Voltages[k];
            }
        }
    }

    /// <summary>The power that the network draws from each phase of a bus, sources behind an impedance counted as part of it.</summary>
    public PhaseVector DrawnAt(int bus)
    {
        var (voltage, current) = (Voltages[bus], _currents[bus]);
        return new(voltage.A * Complex.Conjugate(current.A), voltage.B * Complex.Conjugate(current.B), voltage.C * Complex.Conjugate(current.C));
    }

    /// <summary>What does not add up at a bus, the worst of its phases.</summary>
    public double MismatchAt(int bus)
    {
        if (_balanced.Kinds[bus] >= BusKind.Slack) return 0;

        var mismatch = DrawnAt(bus) - _injections.At(bus, Voltages[bus]);
        var holds = _balanced.Kinds[bus] != BusKind.Load;
        return Math.Max(Worst(mismatch.A, holds), Math.Max(Worst(mismatch.B, holds), Worst(mismatch.C, holds)));
    }

    private static double Worst(Complex mismatch, bool isActiveOnly) => Math.Max(Math.Abs(mismatch.Real), isActiveOnly ? 0 : Math.Abs(mismatch.Imaginary));

    private void FillOffDiagonals()
    {
        var pattern = _jacobian.Pattern;
        for (var k = 0; k < pattern.Count; k++)
        {
            for (var p = pattern.Starts[k]; p < pattern.Starts[k + 1]; p++)
            {
                var j = pattern.Columns[p];
                Fill(ref _jacobian.Upper[p], k, Voltages[k], _admittance.Upper[p]);
                Fill(ref _jacobian.Lower[p], j, Voltages[j], _admittance.Lower[p]);
            }
        }
    }

    private void Fill(ref Block6 block, int bus, in PhaseVector voltage, in PhaseMatrix admittance)
    {
        block = default;
        var kind = _balanced.Kinds[bus];
        if (kind >= BusKind.Slack) return;

        AddDerivatives(ref block, voltage, admittance);
        if (kind != BusKind.Load) ShareReactivePower(ref block);
    }

    private void FillDiagonals()
    {
        for (var bus = 0; bus < _currents.Length; bus++)
        {
            var kind = _balanced.Kinds[bus];
            if (kind >= BusKind.Slack)
            {
                _jacobian.Diagonal[bus] = Block6.Identity;
                _step[bus] = default;
                continue;
            }

            ref var block = ref _jacobian.Diagonal[bus];
            block = default;
            AddDerivatives(ref block, Voltages[bus], _admittance.Diagonal[bus]);
            AddOwnDerivatives(ref block, bus);

            var missing = _injections.At(bus, Voltages[bus]) - DrawnAt(bus);
            ref var step = ref _step[bus];
            (step[0], step[1], step[2]) = (missing.A.Real, missing.A.Imaginary, missing.B.Real);
            (step[3], step[4], step[5]) = (missing.B.Imaginary, missing.C.Real, missing.C.Imaginary);
            if (kind == BusKind.Load) continue;

            ShareReactivePower(ref block);
            (step[1], step[3]) = (step[1] - step[3], step[3] - step[5]);
            if (kind == BusKind.Generator) HoldVoltage(ref block, ref step, bus, bus);
        }
    }

    private static void AddDerivatives(ref Block6 block, in PhaseVector voltage, in PhaseMatrix admittance)
    {
        for (var i = 0; i < Phases; i++)
        {
            var own = At(voltage, i);
            for (var j = 0; j < Phases; j++)
            {
                var y = admittance[i * Phases + j];
                var (same, cross) = (own.Real * y.Real + own.Imaginary * y.Imaginary, own.Imaginary * y.Real - own.Real * y.Imaginary);
                Add(ref block, i, j, same, cross, cross, -same);
            }
        }
    }

    private void AddOwnDerivatives(ref Block6 block, int bus)
    {
        for (var i = 0; i < Phases; i++)
        {
            var (current, voltage) = (At(_currents[bus], i), At(Voltages[bus], i));
            var (byCurrent, byImpedance) = (At(_injections.CurrentPowers[bus], i), At(_injections.ImpedancePowers[bus], i));
            var given = byCurrent == 0 ? 2 * byImpedance : byCurrent / voltage.Magnitude + 2 * byImpedance;
            Add(ref block, i, i,
                current.Real - given.Real * voltage.Real, current.Imaginary - given.Real * voltage.Imaginary,
                -current.Imaginary - given.Imaginary * voltage.Real, current.Real - given.Imaginary * voltage.Imaginary);
        }
    }

    private static void ShareReactivePower(ref Block6 block)
    {
        for (var column = 0; column < Block6.Size; column++)
        {
            block[1 * Block6.Size + column] -= block[3 * Block6.Size + column];
            block[3 * Block6.Size + column] -= block[5 * Block6.Size + column];
            block[5 * Block6.Size + column] = 0;
        }
    }

    private void HoldRemoteVoltages()
    {
        for (var bus = 0; bus < _currents.Length; bus++)
        {
            if (_balanced.Kinds[bus] != BusKind.RemoteGenerator) continue;

            var target = _balanced.TargetBuses[bus];
            var place = _jacobian.Pattern.PlaceOf(Math.Min(bus, target), Math.Max(bus, target));
            ref var block = ref (bus < target ? ref _jacobian.Upper[place] : ref _jacobian.Lower[place]);
            HoldVoltage(ref block, ref _step[bus], bus, target);
        }
    }

    /// <summary>The derivatives of |V1|² by the voltages of the bus at which it is held.</summary>
    private void HoldVoltage(ref Block6 block, ref Block6.Column step, int bus, int target)
    {
        var positive = Voltages[target].PositiveSequence;
        for (var i = 0; i < Phases; i++)
        {
            block[5 * Block6.Size + 2 * i] = 2 * (positive.Real * Shares[i].Real + positive.Imaginary * Shares[i].Imaginary);
            block[5 * Block6.Size + 2 * i + 1] = 2 * (positive.Imaginary * Shares[i].Real - positive.Real * Shares[i].Imaginary);
        }

        step[5] = _balanced.Targets[bus] * _balanced.Targets[bus] - (positive.Real * positive.Real + positive.Imaginary * positive.Imaginary);
    }

    private static void Add(ref Block6 block, int row, int column, double a, double b, double c, double d)
    {
        var at = 2 * row * Block6.Size + 2 * column;
        block[at] += a;
        block[at + 1] += b;
        block[at + Block6.Size] += c;
        block[at + Block6.Size + 1] += d;
    }

    private static Complex At(in PhaseVector vector, int phase) => phase switch { 0 => vector.A, 1 => vector.B, _ => vector.C };
}
