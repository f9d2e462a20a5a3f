using System.Text.Json;
using System.Text.RegularExpressions;

namespace Platone.Grid.Tests.PowerGridModel;

/// <summary>Compares an output dataset with the expected one of a validation case: every attribute that both have, by component.</summary>
sealed class ExpectedOutput
{
    private readonly double _relative;
    private readonly Regex? _except;
    private readonly List<(Regex Attribute, double Absolute)> _absolute = [];
    private readonly List<string> _differences = [];

    /// <param name="except">Places that are not compared.</param>
    public ExpectedOutput(JsonElement parameters, string? except = null)
    {
        _except = except is null ? null : new(except);
        _relative = parameters.GetProperty("rtol").GetDouble();
        var absolute = parameters.GetProperty("atol");
        if (absolute.ValueKind == JsonValueKind.Number)
        {
            _absolute.Add((new(".*"), absolute.GetDouble()));
            return;
        }
        foreach (var entry in absolute.EnumerateObject())
            if (entry.Name != "default") _absolute.Add((new($"^({entry.Name})$"), entry.Value.GetDouble()));

        _absolute.Add((new(".*"), absolute.GetProperty("default").GetDouble()));
    }

    /// <summary>What was compared with what, where it is not within the tolerances.</summary>
    public IReadOnlyList<string> Differences => _differences;

    public int Compared { get; private set; }

    /// <summary>The greatest difference, as a part of what is allowed.</summary>
    public double Worst { get; private set; }

    public string WorstAt { get; private set; } = "";

    /// <summary>Kinds and attributes that are expected and not in the output.</summary>
    public HashSet<string> Missing { get; } = [];

    public void Compare(JsonElement expected, JsonElement found)
    {
        var (expectedData, foundData) = (expected.GetProperty("data"), found.GetProperty("data"));
        if (expectedData.ValueKind == JsonValueKind.Object)
        {
            CompareDataset("", expectedData, foundData);
            return;
        }
        Assert.Equal(expectedData.GetArrayLength(), foundData.GetArrayLength());
        for (var i = 0; i < expectedData.GetArrayLength(); i++) CompareDataset($"scenario {i}, ", expectedData[i], foundData[i]);
    }

    private void CompareDataset(string place, JsonElement expected, JsonElement found)
    {
        foreach (var kind in expected.EnumerateObject())
        {
            if (!found.TryGetProperty(kind.Name, out var rows))
            {
                Missing.Add(kind.Name);
                continue;
            }
            var byId = rows.EnumerateArray().ToDictionary(static row => row.GetProperty("id").GetInt32());
            foreach (var row in kind.Value.EnumerateArray())
            {
                var id = row.GetProperty("id").GetInt32();
                foreach (var attribute in row.EnumerateObject())
                {
                    if (attribute.Name is "extra") continue;
                    if (byId[id].TryGetProperty(attribute.Name, out var value))
                        CompareValue($"{place}{kind.Name} {id} {attribute.Name}", attribute, value, row);
                    else Missing.Add($"{kind.Name}.{attribute.Name}");
                }
            }
        }
    }

    /// <summary>As power-grid-model's validation does it: parts of a complex number share the tolerance of its magnitude.</summary>
    private void CompareValue(string place, JsonProperty expected, JsonElement found, JsonElement row)
    {
        if (expected.Value.ValueKind == JsonValueKind.Array)
        {
            for (var phase = 0; phase < 3; phase++) CompareNumber($"{place}[{phase}]", expected.Name, expected.Value[phase], found[phase], row, phase);
            return;
        }
        CompareNumber(place, expected.Name, expected.Value, found, row, -1);
    }

    private void CompareNumber(string place, string attribute, JsonElement expected, JsonElement found, JsonElement row, int phase)
    {
        if (expected.ValueKind != JsonValueKind.Number || found.ValueKind != JsonValueKind.Number || _except?.IsMatch(place) == true) return;

        var (wanted, got) = (expected.GetDouble(), found.GetDouble());
        var difference = Math.Abs(attribute.Contains("angle", StringComparison.Ordinal) ? Math.IEEERemainder(wanted - got, 2 * Math.PI) : wanted - got);
        var allowed = _absolute.First(entry => entry.Attribute.IsMatch(attribute)).Absolute + _relative * Scale(attribute, wanted, row, phase);
        Compared++;
        if (difference / allowed > Worst) (Worst, WorstAt) = (difference / allowed, place);
        if (!(difference <= allowed)) _differences.Add(FormattableString.Invariant($"{place}: {got:R}, expected {wanted:R}, allowed {allowed:E1}"));
    }

    private static double Scale(string attribute, double wanted, JsonElement row, int phase)
    {
        if (attribute is not ['p' or 'q', ..] || attribute == "pf") return Math.Abs(wanted);

        var (p, q) = (Part('p'), Part('q'));
        return Math.Sqrt(p * p + q * q);

        double Part(char letter)
        {
            if (!row.TryGetProperty(letter + attribute[1..], out var part)) return 0;
            if (phase >= 0) part = part[phase];
            return part.ValueKind == JsonValueKind.Number ? part.GetDouble() : 0;
        }
    }
}
