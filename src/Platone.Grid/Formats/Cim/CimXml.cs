using System.Globalization;
using System.Xml;

namespace Platone.Grid.Formats.Cim;

/// <summary>
/// Reads one file into a model, element by element: IEC 61970-552, whose objects are the children of rdf:RDF and whose properties are the objects' children.
/// Classes and properties are known by name, whatever version of the CIM's namespace they are in.
/// </summary>
sealed class CimXml
{
    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    private readonly CimFile _file;
    private readonly CimModel _model;
    private readonly XmlReader _reader;
    private readonly IXmlLineInfo _position;
    private readonly char[] _text = new char[GridLimits.MaxValueLength];

    private CimXml(CimFile file, CimModel model, XmlReader reader)
    {
        (_file, _model, _reader) = (file, model, reader);
        _position = (IXmlLineInfo)reader;
    }

    private int Line => _position.LineNumber;

    public static void Read(CimFile file, CimModel model)
    {
        using var stream = file.Open();
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
            NameTable = new BoundedNameTable(file.Name),
        };
        try
        {
            using var reader = XmlReader.Create(new MarkupGuard(stream, file.Name), settings);
            new CimXml(file, model, reader).ReadDocument();
        }
        catch (XmlException e)
        {
            throw new GridFormatException(file.Name, $"line {e.LineNumber}", $"{e.Message} Expected well-formed XML without a DTD.", e);
        }
    }

    private void ReadDocument()
    {
        _reader.MoveToContent();
        if (_reader.LocalName != "RDF" || _reader.NamespaceURI != Rdf) throw Error(_reader.LocalName, "the root element; expected rdf:RDF of a CIM XML file");

        while (_reader.Read())
        {
            if (_reader.NodeType == XmlNodeType.Element) ReadObject();
            else if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) throw Error("rdf:RDF", "text between objects; expected objects alone");
        }
    }

    private void ReadObject()
    {
        var className = _reader.LocalName;
        if (className == "DifferenceModel") throw Error(className, "differences from another model; expected a full model");
        if (!CimClasses.IsRead(className))
        {
            PassOver(className);
            return;
        }

        var item = Identify(className);
        if (_reader.IsEmptyElement) return;

        var depth = _reader.Depth;
        while (_reader.Read() && _reader.Depth > depth)
        {
            if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA) throw Error(className, "text between properties; expected properties alone");
            if (_reader.NodeType != XmlNodeType.Element) continue;

            if (CimProperties.Find(_reader.LocalName) is { } property) ReadProperty(item, property);
            else Skip();
        }
    }

    /// <summary>What is not silent is known by name all the same: terminals may be its own.</summary>
    private void PassOver(string className)
    {
        if (!CimClasses.IsSilent(className))
        {
            _model.PassOver(className);
            if (_reader.GetAttribute("ID", Rdf) is not null) Identify(className);
        }

        Skip();
    }

    private CimObject Identify(string className)
    {
        var (line, id) = (Line, _reader.GetAttribute("ID", Rdf));
        var name = IdOf(id ?? _reader.GetAttribute("about", Rdf) ?? throw Error(className, "neither rdf:ID nor rdf:about; expected one of them"));
        if (name.IsEmpty) throw Error(className, "an empty identifier");

        var item = _model.Find(name, _file, line);
        item.Define(className, _file, line, byId: id is not null);
        return item;
    }

    private void ReadProperty(CimObject item, CimProperty property)
    {
        var line = Line;
        if (property.Kind is CimPropertyKind.Reference or CimPropertyKind.Choice)
        {
            var resource = _reader.GetAttribute("resource", Rdf) ?? throw Error(item, property, "no rdf:resource; expected a reference");
            item.Set(property, 0, property.Kind == CimPropertyKind.Choice ? ChoiceOf(resource) : Target(item, property, resource), _file, line);
            ReadText(item, property);
            return;
        }

        var text = ReadText(item, property);
        if (property.Kind == CimPropertyKind.Text) item.Set(property, 0, text.ToString(), _file, line);
        else item.Set(property, property.Kind == CimPropertyKind.Flag ? FlagOf(text, item, property) : NumberOf(text, item, property), null, _file, line);
    }

    private CimObject Target(CimObject item, CimProperty property, string resource)
    {
        var id = IdOf(resource);
        return id.IsEmpty ? throw Error(item, property, $"'{Shown(resource)}'; expected a reference") : _model.Find(id, _file, Line);
    }

    /// <summary>The content of the current element; the reader moves to its end.</summary>
    private ReadOnlySpan<char> ReadText(CimObject item, CimProperty property)
    {
        if (_reader.IsEmptyElement) return [];

        var length = 0;
        while (_reader.Read() && _reader.NodeType != XmlNodeType.EndElement)
        {
            if (_reader.NodeType == XmlNodeType.Element) throw Error(item, property, $"the element {_reader.LocalName} inside; expected a value");

            while (_reader.ReadValueChunk(_text, length, _text.Length - length) is var count and > 0) length += count;
            if (length == _text.Length) throw Error(item, property, $"more than {GridLimits.MaxValueLength} characters; expected a value");
        }

        return _text.AsSpan(0, length).Trim();
    }

    private double NumberOf(ReadOnlySpan<char> text, CimObject item, CimProperty property)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return number;

        throw Error(item, property, $"'{Shown(text)}'; expected a number");
    }

    private double FlagOf(ReadOnlySpan<char> text, CimObject item, CimProperty property) => text switch
    {
        "true" or "1" => 1,
        "false" or "0" => 0,
        _ => throw Error(item, property, $"'{Shown(text)}'; expected true or false"),
    };

    private void Skip()
    {
        if (_reader.IsEmptyElement) return;

        var depth = _reader.Depth;
        while (_reader.Read() && _reader.Depth > depth)
            if (_reader.Depth > GridLimits.MaxDepth) throw Error(_reader.LocalName, $"nested more than {GridLimits.MaxDepth} deep");
    }

    /// <summary>An identifier without base address, <c>urn:uuid:</c> and the underscore that keeps it from starting with a digit (IEC 61970-552).</summary>
    private static ReadOnlySpan<char> IdOf(string text)
    {
        const string Urn = "urn:uuid:";
        var id = text.AsSpan(text.LastIndexOf('#') + 1);
        if (id.StartsWith(Urn, StringComparison.Ordinal)) id = id[Urn.Length..];
        return id is ['_', _, ..] ? id[1..] : id;
    }

    private static string ChoiceOf(string resource) => resource[(resource.LastIndexOf('.') + 1)..];

    private static string Shown(ReadOnlySpan<char> text) => text.Length <= 40 ? text.ToString() : $"{text[..40]}...";

    private GridFormatException Error(string place, string problem) => new(_file.Name, $"line {Line}, {Shown(place)}", problem);

    private GridFormatException Error(CimObject item, CimProperty property, string problem) =>
        new(_file.Name, $"line {Line}, {item.Class} {Shown(item.Id)}, {property.Name}", problem);
}
