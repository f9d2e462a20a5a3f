using System.Numerics;

namespace Platone.Grid.Formats.Psse;

/// <summary>What a transformer's impedance is multiplied by, depending on its turns ratio (per unit) or its phase shift (degrees).</summary>
sealed class ImpedanceCorrection
{
    private readonly List<(double At, Complex Factor)> _points = [];

    public int Count => _points.Count;

    public bool TryAdd(double at, Complex factor)
    {
        if (_points.Count > 0 && at <= _points[^1].At) return false;

        _points.Add((at, factor));
        return true;
    }

    /// <summary>Linear between the points, and that of the last one beyond them.</summary>
    public Complex FactorAt(double at)
    {
        var next = _points.FindIndex(point => point.At >= at);
        if (next == 0) return _points[0].Factor;
        if (next < 0) return _points[^1].Factor;

        var (low, high) = (_points[next - 1], _points[next]);
        return low.Factor + (high.Factor - low.Factor) * ((at - low.At) / (high.At - low.At));
    }
}
