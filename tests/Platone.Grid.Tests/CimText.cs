using System.Text;
using Platone.Grid.Formats.Cim;

namespace Platone.Grid.Tests;

/// <summary>CIM XML written object by object.</summary>
sealed class CimText
{
    private readonly StringBuilder _objects = new();

    /// <param name="properties">Those whose value starts with # are references.</param>
    public CimText With(string className, string id, params (string Name, string Value)[] properties) => Add(className, $"rdf:ID=\"{id}\"", properties);

    /// <summary>Says more of an object that another file defines.</summary>
    public CimText Of(string className, string id, params (string Name, string Value)[] properties) => Add(className, $"rdf:about=\"#{id}\"", properties);

    public CimText WithRaw(string xml)
    {
        _objects.AppendLine(xml);
        return this;
    }

    /// <summary>A base voltage and a topological node of it.</summary>
    public CimText WithNode(string id, double kilovolts) => this
        .With("BaseVoltage", $"{id}-base", ("BaseVoltage.nominalVoltage", Text(kilovolts)))
        .With("TopologicalNode", id, ("IdentifiedObject.name", id), ("TopologicalNode.BaseVoltage", $"#{id}-base"));

    /// <summary>Equipment with its terminals at topological nodes, named after it: {id}-1, {id}-2.</summary>
    public CimText WithEquipment(string className, string id, string[] nodes, params (string Name, string Value)[] properties)
    {
        With(className, id, properties);
        for (var i = 0; i < nodes.Length; i++) WithTerminal($"{id}-{i + 1}", id, "TopologicalNode", nodes[i], i + 1);
        return this;
    }

    public CimText WithTerminal(string id, string equipment, string nodeClass, string node, int number) => With(
        "Terminal", id, ("Terminal.ConductingEquipment", $"#{equipment}"), ($"Terminal.{nodeClass}", $"#{node}"), ("ACDCTerminal.sequenceNumber", $"{number}"));

    public CimFile ToFile(string name = "grid.xml") => FileOf(ToString(), name);

    public Network Read() => CimReader.Read([ToFile()]);

    public static CimFile FileOf(string xml, string name = "grid.xml") => new(name, () => new MemoryStream(Encoding.UTF8.GetBytes(xml)));

    public static string Text(double number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public override string ToString() => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cim="http://iec.ch/TC57/CIM100#">
        {_objects}</rdf:RDF>
        """;

    private CimText Add(string className, string identity, (string Name, string Value)[] properties)
    {
        _objects.AppendLine(null, $"<cim:{className} {identity}>");
        foreach (var (name, value) in properties)
            _objects.AppendLine(value.StartsWith('#') ? $"  <cim:{name} rdf:resource=\"{value}\"/>" : $"  <cim:{name}>{value}</cim:{name}>");

        _objects.AppendLine(null, $"</cim:{className}>");
        return this;
    }
}
