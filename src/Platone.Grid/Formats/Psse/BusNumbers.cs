using System.Globalization;
using Platone.Grid.Topology;

namespace Platone.Grid.Formats.Psse;

/// <summary>Bus numbers for the nodes of a network.</summary>
sealed class BusNumbers
{
    private const int Highest = 999_997;

    private readonly HashSet<int> _taken = [];
    private int _last;

    /// <summary>Numbers that nodes bring along are kept from the others.</summary>
    public BusNumbers(IEnumerable<Node> nodes)
    {
        foreach (var node in nodes)
            if (Own(node) is { } number) _taken.Add(number);
    }

    /// <summary>A node's own number; null where its id is none.</summary>
    public static int? Own(Node node)
    {
        var isNumber = int.TryParse(node.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && node.Id[0] != '0';
        return isNumber && number <= Highest ? number : null;
    }

    /// <exception cref="NetworkException">There is none left.</exception>
    public int Next()
    {
        do
        {
            if (++_last > Highest) throw new NetworkException("network", $"found more buses than the format can number, {Highest}");
        }
        while (!_taken.Add(_last));

        return _last;
    }
}
