using System.Numerics;
using Platone.Grid.Numerics;

namespace Platone.Grid.PowerFlow;

/// <summary>
/// Newton and Raphson on the power balance of every bus in rectangular coordinates, V = e + jf (Tinney and Hart 1967): no angle functions, and a pattern
/// that stays from iteration to iteration and from case to case.
/// </summary>
/// <remarks>
/// With I = a + jb the current that the network draws from the bus: P = e·a + f·b, Q = f·a - e·b. A bus that holds a voltage has |V|² in place of Q.
/// </remarks>
sealed class SymmetricNewton<T> where T : struct, ILane<T>
{
    private readonly BusAdmittance _admittance;
    private readonly BlockMatrix<Block2<T>, Pair<T>> _jacobian;
    private readonly Pair<T>[] _step;
    private readonly Pair<T>[] _currents;

    public SymmetricNewton(BlockPattern pattern, BusAdmittance admittance)
    {
        _admittance = admittance;
        _jacobian = new(pattern);
        _step = new Pair<T>[pattern.Count];
        _currents = new Pair<T>[pattern.Count];
        Kinds = new BusKind[pattern.Count];
        Voltages = new Pair<T>[pattern.Count];
        Powers = new Pair<T>[pattern.Count];
        CurrentPowers = new Pair<T>[pattern.Count];
        ImpedancePowers = new Pair<T>[pattern.Count];
        SourceCurrents = new Pair<T>[pattern.Count];
        SquaredTargets = new T[pattern.Count];
        TargetBuses = new int[pattern.Count];
    }

    public BusKind[] Kinds { get; }

    /// <summary>By bus: e and f; where the iteration starts, and what it finds.</summary>
    public Pair<T>[] Voltages { get; }

    /// <summary>By bus: constant P and Q into the network.</summary>
    public Pair<T>[] Powers { get; }

    /// <summary>By bus: P and Q at a magnitude of 1 of what is proportional to it.</summary>
    public Pair<T>[] CurrentPowers { get; }

    /// <summary>By bus: P and Q at a magnitude of 1 of what is proportional to its square.</summary>
    public Pair<T>[] ImpedancePowers { get; }

    /// <summary>Whether there is anything in the two above.</summary>
    public bool FollowVoltage { get; set; }

    public Pair<T>[] SourceCurrents { get; }

    public T[] SquaredTargets { get; }

    /// <summary>By bus of kind <see cref="BusKind.RemoteGenerator"/>.</summary>
    public int[] TargetBuses { get; }

    /// <summary>One step.</summary>
    /// <returns>The square of the greatest change of a voltage.</returns>
    public T Iterate()
    {
        FactoriseHere();
        _jacobian.Solve(_step);
        return Move(T.Of(1));
    }

    /// <summary>One step, made shorter until it brings the equations nearer to what they should be. For a single scenario.</summary>
    /// <returns>The square of the greatest change that the whole step would have been: a step that was cut short has not arrived.</returns>
    public T IterateDamped()
    {
        const int MostHalvings = 12;

        FactoriseHere();
        var before = SquaredError();
        _jacobian.Solve(_step);
        var change = Move(T.Of(1));
        var length = 1.0;
        for (var i = 0; i < MostHalvings; i++)
        {
            UpdateCurrents();
            if (ErrorHere() < before) break;

            Move(T.Of(-length / 2));
            length /= 2;
        }

        return change;
    }

    /// <summary>The derivatives at the present voltages, factorised.</summary>
    public BlockMatrix<Block2<T>, Pair<T>> FactoriseHere()
    {
        FillOffDiagonals();
        FillDiagonals();
        HoldRemoteVoltages();
        _jacobian.Factorise();
        return _jacobian;
    }

    /// <summary>The power that the network draws from a bus less what is given, at the present voltages; nothing where it may draw what it likes.</summary>
    public Pair<T> MismatchAt(int bus)
    {
        var (voltage, current) = (Voltages[bus], _currents[bus]);
        var given = GivenPowerAt(bus, voltage);
        return Kinds[bus] switch
        {
            BusKind.Slack or BusKind.Dead => default,
            BusKind.Load => new(ActivePower(voltage, current) - given.X, ReactivePower(voltage, current) - given.Y),
            _ => new(ActivePower(voltage, current) - given.X, default),
        };
    }

    /// <summary>The power that the network draws from a bus, sources behind an impedance counted as part of it.</summary>
    public Pair<T> DrawnAt(int bus) => new(ActivePower(Voltages[bus], _currents[bus]), ReactivePower(Voltages[bus], _currents[bus]));

    /// <summary>Brings the currents to the present voltages.</summary>
    public void UpdateCurrents()
    {
        var pattern = _jacobian.Pattern;
        StartCurrents();
        for (var k = 0; k < pattern.Count; k++)
        {
            for (var p = pattern.Starts[k]; p < pattern.Starts[k + 1]; p++)
            {
                AddProduct(ref _currents[k], _admittance.Upper[p], Voltages[pattern.Columns[p]]);
                AddProduct(ref _currents[pattern.Columns[p]], _admittance.Lower[p], Voltages[k]);
            }
        }
    }

    private T Move(T length)
    {
        var greatest = T.Of(0);
        for (var bus = 0; bus < _step.Length; bus++)
        {
            ref var voltage = ref Voltages[bus];
            var step = _step[bus];
            voltage.X += step.X * length;
            voltage.Y += step.Y * length;
            greatest = T.Max(greatest, step.X * step.X + step.Y * step.Y);
        }

        return greatest;
    }

    /// <summary>Of the right-hand side.</summary>
    private double SquaredError()
    {
        double sum = 0;
        foreach (var error in _step) sum += (error.X * error.X + error.Y * error.Y)[0];
        return sum;
    }

    /// <summary>The same at the present voltages and currents, without a right-hand side.</summary>
    private double ErrorHere()
    {
        double sum = 0;
        for (var bus = 0; bus < Kinds.Length; bus++)
        {
            var error = ErrorAt(bus);
            sum += (error.X * error.X + error.Y * error.Y)[0];
        }

        return sum;
    }

    /// <summary>What is missing in the two equations of a bus.</summary>
    private Pair<T> ErrorAt(int bus)
    {
        if (Kinds[bus] >= BusKind.Slack) return default;

        var (voltage, current) = (Voltages[bus], _currents[bus]);
        var given = GivenPowerAt(bus, voltage);
        return new(
            given.X - ActivePower(voltage, current),
            Kinds[bus] == BusKind.Load ? given.Y - ReactivePower(voltage, current) : SquaredTargets[bus] - Square(Voltages[TargetBuses[bus]]));
    }

    private void StartCurrents()
    {
        for (var bus = 0; bus < _currents.Length; bus++)
        {
            var source = SourceCurrents[bus];
            var current = new Pair<T>(-source.X, -source.Y);
            AddProduct(ref current, _admittance.Diagonal[bus], Voltages[bus]);
            _currents[bus] = current;
        }
    }

    /// <summary>One pass over the pattern for both: the currents and the derivatives need the same numbers.</summary>
    private void FillOffDiagonals()
    {
        StartCurrents();
        var (starts, columns) = (_jacobian.Pattern.Starts, _jacobian.Pattern.Columns);
        var (upper, lower) = (_jacobian.Upper, _jacobian.Lower);
        var (forth, back) = (_admittance.Upper, _admittance.Lower);
        var (voltages, currents, kinds) = (Voltages, _currents, Kinds);
        for (var k = 0; k < currents.Length; k++)
        {
            var (voltage, current, kind) = (voltages[k], currents[k], kinds[k]);
            for (var p = starts[k]; p < starts[k + 1]; p++)
            {
                var j = columns[p];
                var other = voltages[j];
                AddProduct(ref current, forth[p], other);
                AddProduct(ref currents[j], back[p], voltage);
                upper[p] = Derivative(voltage, forth[p], kind);
                lower[p] = Derivative(other, back[p], kinds[j]);
            }

            currents[k] = current;
        }
    }

    /// <summary>Of P and Q at one bus by the voltage at another.</summary>
    private static Block2<T> Derivative(Pair<T> voltage, Complex admittance, BusKind kind)
    {
        if (kind >= BusKind.Slack) return default;

        var (g, b) = (T.Of(admittance.Real), T.Of(admittance.Imaginary));
        var (eg, eb, fg, fb) = (voltage.X * g, voltage.X * b, voltage.Y * g, voltage.Y * b);
        return kind == BusKind.Load ? new(eg + fb, fg - eb, fg - eb, -(fb + eg)) : new(eg + fb, fg - eb, default, default);
    }

    private void FillDiagonals()
    {
        for (var bus = 0; bus < _currents.Length; bus++)
        {
            if (Kinds[bus] >= BusKind.Slack)
            {
                _jacobian.Diagonal[bus] = Block2<T>.Identity;
                _step[bus] = default;
                continue;
            }

            var (voltage, current) = (Voltages[bus], _currents[bus]);
            var block = Derivative(voltage, _admittance.Diagonal[bus], BusKind.Load);
            block = new(block.A + current.X, block.B + current.Y, block.C - current.Y, block.D + current.X);
            if (FollowVoltage) SubtractGivenPowerDerivative(ref block, bus, voltage);

            if (Kinds[bus] == BusKind.Generator) (block.C, block.D) = (voltage.X + voltage.X, voltage.Y + voltage.Y);
            _jacobian.Diagonal[bus] = block;
            _step[bus] = ErrorAt(bus);
        }
    }

    /// <summary>The second equation of a generator that holds another bus's voltage stands in the column of that bus.</summary>
    private void HoldRemoteVoltages()
    {
        for (var bus = 0; bus < Kinds.Length; bus++)
        {
            if (Kinds[bus] != BusKind.RemoteGenerator) continue;

            var target = TargetBuses[bus];
            var voltage = Voltages[target];
            (_jacobian.Diagonal[bus].C, _jacobian.Diagonal[bus].D) = (default, default);
            var place = _jacobian.Pattern.PlaceOf(Math.Min(bus, target), Math.Max(bus, target));
            ref var block = ref (bus < target ? ref _jacobian.Upper[place] : ref _jacobian.Lower[place]);
            (block.C, block.D) = (voltage.X + voltage.X, voltage.Y + voltage.Y);
        }
    }

    private Pair<T> GivenPowerAt(int bus, Pair<T> voltage)
    {
        var power = Powers[bus];
        if (!FollowVoltage) return power;

        var square = Square(voltage);
        var magnitude = T.Sqrt(square);
        var (current, impedance) = (CurrentPowers[bus], ImpedancePowers[bus]);
        return new(power.X + current.X * magnitude + impedance.X * square, power.Y + current.Y * magnitude + impedance.Y * square);
    }

    private void SubtractGivenPowerDerivative(ref Block2<T> block, int bus, Pair<T> voltage)
    {
        var (current, impedance) = (CurrentPowers[bus], ImpedancePowers[bus]);
        var inverse = T.Of(1) / T.Sqrt(Square(voltage));
        var active = current.X * inverse + impedance.X + impedance.X;
        var reactive = current.Y * inverse + impedance.Y + impedance.Y;
        block = new(
            block.A - active * voltage.X, block.B - active * voltage.Y,
            block.C - reactive * voltage.X, block.D - reactive * voltage.Y);
    }

    private static T ActivePower(Pair<T> voltage, Pair<T> current) => voltage.X * current.X + voltage.Y * current.Y;

    private static T ReactivePower(Pair<T> voltage, Pair<T> current) => voltage.Y * current.X - voltage.X * current.Y;

    private static T Square(Pair<T> voltage) => voltage.X * voltage.X + voltage.Y * voltage.Y;

    private static void AddProduct(ref Pair<T> sum, Complex admittance, Pair<T> voltage)
    {
        var (g, b) = (T.Of(admittance.Real), T.Of(admittance.Imaginary));
        sum.X += voltage.X * g - voltage.Y * b;
        sum.Y += voltage.Y * g + voltage.X * b;
    }
}
