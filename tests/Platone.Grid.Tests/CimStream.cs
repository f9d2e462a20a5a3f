using System.Text;

namespace Platone.Grid.Tests;

/// <summary>
/// An equipment profile of any size, made while it is read: feeders of 20 kV that are chains of lines with a load at each node, all of their values different.
/// </summary>
sealed class CimStream(int feeders, int linesPerFeeder) : Stream
{
    private readonly IEnumerator<string> _parts = Parts(feeders, linesPerFeeder).GetEnumerator();
    private ReadOnlyMemory<byte> _pending;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_pending.IsEmpty)
        {
            if (!_parts.MoveNext()) return 0;
            _pending = Encoding.UTF8.GetBytes(_parts.Current);
        }

        var length = Math.Min(count, _pending.Length);
        _pending.Span[..length].CopyTo(buffer.AsSpan(offset, length));
        _pending = _pending[length..];
        _position += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _parts.Dispose();
        base.Dispose(disposing);
    }

    private static IEnumerable<string> Parts(int feeders, int linesPerFeeder)
    {
        yield return """
            <?xml version="1.0" encoding="UTF-8"?>
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cim="http://iec.ch/TC57/CIM100#">
              <cim:BaseVoltage rdf:ID="_base">
                <cim:BaseVoltage.nominalVoltage>20</cim:BaseVoltage.nominalVoltage>
              </cim:BaseVoltage>
              <cim:VoltageLevel rdf:ID="_level">
                <cim:VoltageLevel.BaseVoltage rdf:resource="#_base"/>
              </cim:VoltageLevel>

            """;
        for (var feeder = 0; feeder < feeders; feeder++)
        {
            yield return Node(feeder, 0) + One("ExternalNetworkInjection", $"feeder-{feeder}", Id(feeder, 0),
                ("ExternalNetworkInjection.referencePriority", "1"), ("IdentifiedObject.name", $"Feeder {feeder}"));
            for (var i = 1; i <= linesPerFeeder; i++) yield return Node(feeder, i) + Segment(feeder, i) + Load(feeder, i);
        }

        yield return "</rdf:RDF>";
    }

    private static string Node(int feeder, int i) => $"""
          <cim:ConnectivityNode rdf:ID="_{Id(feeder, i)}">
            <cim:IdentifiedObject.name>Node {i} of feeder {feeder}</cim:IdentifiedObject.name>
            <cim:ConnectivityNode.ConnectivityNodeContainer rdf:resource="#_level"/>
          </cim:ConnectivityNode>

        """;

    private static string Segment(int feeder, int i) => Equipment("ACLineSegment", $"line-{feeder}-{i}",
            ("IdentifiedObject.name", $"Line {i} of feeder {feeder}"), ("IdentifiedObject.description", "made for a test"), ("Equipment.aggregate", "false"),
            ("Conductor.length", $"0.{i}"), ("ACLineSegment.r", $"0.1{i}"), ("ACLineSegment.x", $"0.2{feeder}"), ("ACLineSegment.bch", "0.0000265961"),
            ("ACLineSegment.gch", "0"), ("ACLineSegment.r0", $"0.3{i}"), ("ACLineSegment.x0", $"0.8{i}"), ("ACLineSegment.b0ch", "0.0000265961"))
        + Terminal($"line-{feeder}-{i}", 1, Id(feeder, i - 1)) + Terminal($"line-{feeder}-{i}", 2, Id(feeder, i));

    private static string Load(int feeder, int i) =>
        One("EnergyConsumer", $"load-{feeder}-{i}", Id(feeder, i), ("EnergyConsumer.p", $"0.00{i}"), ("EnergyConsumer.q", $"0.000{feeder}"));

    private static string One(string className, string id, string node, params (string, string)[] properties) =>
        Equipment(className, id, properties) + Terminal(id, 1, node);

    private static string Equipment(string className, string id, params (string Name, string Value)[] properties)
    {
        var lines = properties.Select(property => $"    <cim:{property.Name}>{property.Value}</cim:{property.Name}>\n");
        return $"  <cim:{className} rdf:ID=\"_{id}\">\n{string.Concat(lines)}  </cim:{className}>\n";
    }

    private static string Terminal(string equipment, int number, string node) => $"""
          <cim:Terminal rdf:ID="_{equipment}-{number}">
            <cim:IdentifiedObject.name>Terminal {number} of {equipment}</cim:IdentifiedObject.name>
            <cim:ACDCTerminal.sequenceNumber>{number}</cim:ACDCTerminal.sequenceNumber>
            <cim:Terminal.ConductingEquipment rdf:resource="#_{equipment}"/>
            <cim:Terminal.ConnectivityNode rdf:resource="#_{node}"/>
          </cim:Terminal>

        """;

    private static string Id(int feeder, int i) => $"node-{feeder}-{i}";
}
