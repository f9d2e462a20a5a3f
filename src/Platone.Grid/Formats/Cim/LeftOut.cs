namespace Platone.Grid.Formats.Cim;

/// <summary>What the files hold and the network does not, gathered to one sentence for each reason.</summary>
sealed class LeftOut
{
    private readonly Dictionary<string, (int Count, string First)> _reasons = [];

    /// <param name="sentence">Without its end: the sentence goes on with how many objects it concerns, and with the first.</param>
    public void Add(string sentence, CimObject item)
    {
        var (count, first) = _reasons.GetValueOrDefault(sentence, (0, item.Name));
        _reasons[sentence] = (count + 1, first);
    }

    public IReadOnlyList<string> ToSentences(CimModel model) =>
    [
        .. _reasons.Select(reason => reason.Value.Count == 1
            ? $"{reason.Key}: {reason.Value.First}."
            : $"{reason.Key}: {reason.Value.First} and {reason.Value.Count - 1} more."),
        .. model.PassedOver.Order(StringComparer.Ordinal).Select(passed => $"Objects of the class {passed} are left out."),
    ];
}
