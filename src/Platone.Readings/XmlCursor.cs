using System.Text;
using System.Xml;

namespace Platone.Readings;

/// <summary>
/// Walks an XML payload forward, element by element, and knows which bytes an element stands in. No DTD, no entities but the five predefined ones,
/// nothing fetched, bounded depth; whatever the reader underneath dislikes becomes a <see cref="PayloadException"/>.
/// </summary>
sealed class XmlCursor : IDisposable
{
    private readonly string _text;
    private readonly TextOffsets _offsets;
    private readonly XmlReader _reader;
    private readonly int _maxDepth;
    private bool _rootSeen;

    /// <param name="text">The payload without its byte-order mark.</param>
    /// <param name="firstByte">Where the text starts in the payload.</param>
    /// <param name="limits">Bounds on length and nesting.</param>
    public XmlCursor(string text, int firstByte, DecodeLimits limits)
    {
        (_text, _offsets, _maxDepth) = (text, new(text, firstByte), limits.MaxDepth);
        _reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = limits.MaxPayloadBytes,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
    }

    /// <summary>Depth of the current element; the root's is 0.</summary>
    public int Depth => _reader.Depth;

    /// <summary>Name of the current element inside a namespace; empty when it is of another one.</summary>
    public string NameIn(string xmlNamespace) => _reader.NamespaceURI == xmlNamespace ? _reader.LocalName : "";

    /// <summary>Name and namespace of the current element, for people.</summary>
    public string FullName => $"{_reader.LocalName} in namespace '{_reader.NamespaceURI}'";

    public void MoveToRoot()
    {
        while (Read() && _reader.NodeType != XmlNodeType.Element)
            if (_reader.NodeType == XmlNodeType.XmlDeclaration) RequireUtf8Declared();

        _rootSeen = true;
    }

    /// <summary>
    /// Moves to the next child element of the element that stood at a depth, over whatever is left of the child before; false at that element's end.
    /// </summary>
    public bool MoveToChild(int depth, string place)
    {
        if (_reader.NodeType == XmlNodeType.Element && _reader.Depth == depth && _reader.IsEmptyElement) return false;

        while (Read() && _reader.Depth > depth)
        {
            if (_reader.Depth > depth + 1) continue;
            if (_reader.NodeType == XmlNodeType.Element) return true;
            RequireWhiteSpace(Value(), place);
        }

        return false;
    }

    /// <summary>The text of the current element without white space at its ends; the cursor moves to its end.</summary>
    public string Text(string place)
    {
        if (_reader.IsEmptyElement) return "";

        var text = new StringBuilder();
        while (Read() && _reader.NodeType != XmlNodeType.EndElement)
        {
            if (_reader.NodeType == XmlNodeType.Element) throw new PayloadException(place, $"the element {_reader.LocalName}", "text only");
            text.Append(Value());
        }

        return text.ToString().Trim(' ', '\t', '\r', '\n');
    }

    /// <summary>The text of the current element as a part of a stream's name.</summary>
    public string NamePart(string place)
    {
        var text = Text(place);
        return StreamName.IsPart(text, out var expected) ? text : throw new PayloadException(place, $"'{text}'", expected);
    }

    /// <summary>The <c>ref</c> attribute, by which CIM messages name things that are defined elsewhere.</summary>
    public string Reference(string place) => _reader.GetAttribute("ref") ?? throw new PayloadException($"{place}/@ref", "nothing", "the code");

    /// <summary>Refuses an element that may stand only once when there was one before it.</summary>
    public static void RequireFirst(string? before, string place)
    {
        if (before is not null) throw new PayloadException(place, "the element again", "it once");
    }

    /// <summary>
    /// Refuses a known name in other letter case, such as the <c>timestamp</c> of many examples in circulation: as an unknown element it would be ignored.
    /// </summary>
    public static void RefuseMisspelling(string name, ReadOnlySpan<string> knownNames, string place)
    {
        foreach (var known in knownNames)
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase) && name != known)
                throw new PayloadException($"{place}/{name}", $"the spelling {name}", $"{known}, as the standard spells it");
    }

    /// <summary>Offset in the payload of the current start tag's first byte.</summary>
    public int StartOfElement() => _offsets.ByteOf(CurrentName() - "<".Length);

    /// <summary>Offset in the payload behind the current end tag.</summary>
    public int EndOfElement() => _offsets.ByteOf(_text.IndexOf('>', CurrentName()) + 1);

    /// <summary>Reads what follows, so that nothing broken hides behind the part that was of interest.</summary>
    public void MoveToEnd()
    {
        while (Read()) { }
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>Judged by the value: the reader calls very long white space text.</summary>
    private static void RequireWhiteSpace(string text, string place)
    {
        if (!text.AsSpan().Trim(" \t\r\n").IsEmpty) throw new PayloadException(place, $"the text '{text}'", "elements only");
    }

    /// <summary>Index into the text of the current tag's name: that is the position which the reader keeps for tags.</summary>
    private int CurrentName()
    {
        var position = (IXmlLineInfo)_reader;
        return _offsets.CharOf(position.LineNumber, position.LinePosition);
    }

    private bool Read()
    {
        if (!Explained(static reader => reader.Read())) return false;

        // Depth counts from 0.
        if (_reader.Depth < _maxDepth) return true;

        var line = ((IXmlLineInfo)_reader).LineNumber;
        throw new PayloadException($"payload line {line}", $"more than {_maxDepth} levels", $"at most {_maxDepth} levels of elements");
    }

    /// <summary>The reader parses long text only when it is asked for, so this can find broken XML too.</summary>
    private string Value() => Explained(static reader => reader.Value);

    private T Explained<T>(Func<XmlReader, T> step)
    {
        try
        {
            return step(_reader);
        }
        catch (XmlException broken)
        {
            throw Explanation(broken);
        }
    }

    private PayloadException Explanation(XmlException broken)
    {
        if (!_rootSeen && _text.Contains("<!DOCTYPE", StringComparison.Ordinal))
            return new("payload", "a document type declaration", "XML without one: entities and external subsets are never read");

        var reason = broken.Message.Split(" Line ")[0];
        return new($"payload line {broken.LineNumber} character {broken.LinePosition}", reason, "well-formed XML without entities of its own");
    }

    /// <summary>The bytes were read as UTF-8; a declaration that says otherwise would make two readers see two texts.</summary>
    private void RequireUtf8Declared()
    {
        var encoding = _reader.GetAttribute("encoding") ?? "UTF-8";
        if (!encoding.Equals("UTF-8", StringComparison.OrdinalIgnoreCase))
            throw new PayloadException("payload XML declaration", $"encoding '{encoding}'", "UTF-8");
    }
}
