namespace Platone.Grid.Formats.Cim;

/// <summary>
/// Reads a network from CIM XML: CGMES 2.4.15 and 3.0 (IEC 61970-600), and the plain CIM of IEC 61970-452, 453 and 456, in RDF as IEC 61970-552 writes it.
/// </summary>
public static class CimReader
{
    /// <summary>Reads all files of one model together. Their order does not matter.</summary>
    /// <param name="files">Equipment, and as far as there are: topology, steady-state hypothesis, state variables, boundary sets, more than one area.</param>
    /// <exception cref="GridFormatException">A file is not such a model, or contradicts itself or another.</exception>
    public static Network Read(IReadOnlyList<CimFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);

        var model = new CimModel();
        foreach (var file in files) CimXml.Read(file, model);
        return new CimNetwork(model).Build();
    }
}
