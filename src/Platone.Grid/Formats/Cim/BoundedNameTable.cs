using System.Xml;

namespace Platone.Grid.Formats.Cim;

/// <summary>The names of elements and attributes that an XML reader keeps, which a hostile file could make as many as it has bytes.</summary>
sealed class BoundedNameTable(string file) : NameTable
{
    private const int MaxNames = 100_000;

    private int _count;

    public override string Add(char[] key, int start, int len)
    {
        if (Get(key, start, len) is { } known) return known;
        if (++_count > MaxNames) throw new GridFormatException(file, "whole file", $"more than {MaxNames} different names of elements; expected CIM XML");

        return base.Add(key, start, len);
    }
}
