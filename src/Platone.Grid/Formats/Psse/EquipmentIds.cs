using Platone.Grid.Topology;

namespace Platone.Grid.Formats.Psse;

/// <summary>The one or two characters that tell pieces of equipment at one place apart.</summary>
/// <typeparam name="TPlace">A bus, or the buses of a branch.</typeparam>
sealed class EquipmentIds<TPlace>
    where TPlace : notnull
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private readonly Dictionary<TPlace, int> _used = [];

    /// <exception cref="NetworkException">There are more than two characters can name.</exception>
    public string Next(TPlace place)
    {
        var number = _used[place] = _used.GetValueOrDefault(place) + 1;
        if (number >= Digits.Length * Digits.Length)
            throw new NetworkException($"bus {place}", "found more equipment at one place than ids of two characters can name");

        var text = number < Digits.Length ? $"{Digits[number]}" : $"{Digits[number / Digits.Length]}{Digits[number % Digits.Length]}";
        return $"'{text}'";
    }
}
