namespace Platone.Grid.Formats.Cim;

/// <summary>All objects of the files, by identifier and by class.</summary>
sealed class CimModel
{
    /// <summary>Objects of all classes together.</summary>
    private const int MaxObjects = 2 * GridLimits.MaxObjects;

    private readonly Dictionary<string, CimObject> _objects = [];
    private readonly Dictionary<string, CimObject>.AlternateLookup<ReadOnlySpan<char>> _byId;
    private readonly HashSet<string> _passedOver = [];
    private Dictionary<string, List<CimObject>>? _byClass;

    public CimModel() => _byId = _objects.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Classes that are not read and might mean something.</summary>
    public IReadOnlySet<string> PassedOver => _passedOver;

    /// <summary>The object of an identifier, whether it has been read already or not.</summary>
    public CimObject Find(ReadOnlySpan<char> id, CimFile file, int line)
    {
        if (_byId.TryGetValue(id, out var known)) return known;
        if (_objects.Count == MaxObjects) throw new GridFormatException(file.Name, $"line {line}", $"more than {MaxObjects} objects");

        var added = new CimObject(id.ToString());
        _objects.Add(added.Id, added);
        return added;
    }

    public void PassOver(string className) => _passedOver.Add(className);

    /// <summary>In the order of the files; to be asked when all are read.</summary>
    public IReadOnlyList<CimObject> OfClass(params ReadOnlySpan<string> classes)
    {
        _byClass ??= GroupByClass();
        var found = new List<CimObject>();
        foreach (var name in classes)
            if (_byClass.TryGetValue(name, out var objects)) found.AddRange(objects);

        return found;
    }

    /// <summary>Objects by the one that they refer to, such as the points of a table.</summary>
    public ILookup<CimObject, CimObject> OfClassBy(CimProperty reference, params ReadOnlySpan<string> classes) =>
        OfClass(classes).ToLookup(item => item.Required(reference));

    /// <summary>State variables by what they are of; one that two files tell differently counts as the first says it.</summary>
    public Dictionary<CimObject, CimObject> StateBy(CimProperty reference, string className)
    {
        var states = new Dictionary<CimObject, CimObject>();
        foreach (var state in OfClass(className)) states.TryAdd(state.Required(reference), state);
        return states;
    }

    private Dictionary<string, List<CimObject>> GroupByClass()
    {
        var groups = new Dictionary<string, List<CimObject>>();
        foreach (var item in _objects.Values)
        {
            if (item.Class is null) continue;
            if (!groups.TryGetValue(item.Class, out var group)) groups.Add(item.Class, group = []);

            group.Add(item);
        }

        return groups;
    }
}
