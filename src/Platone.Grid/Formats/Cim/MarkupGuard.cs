namespace Platone.Grid.Formats.Cim;

/// <summary>
/// Passes an XML file on and refuses one that goes on too long without a new tag: a name, attribute, text or comment that an XML reader would gather in memory
/// as a whole. Looks for the byte of <c>&lt;</c>, which stands in every encoding that starts out like ASCII and in UTF-16.
/// </summary>
sealed class MarkupGuard(Stream file, string name) : Stream
{
    private long _sinceTag;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var count = file.Read(buffer);
        Count(buffer[..count]);
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Count(ReadOnlySpan<byte> bytes)
    {
        _read += bytes.Length;
        var last = bytes.LastIndexOf((byte)'<');
        _sinceTag = last < 0 ? _sinceTag + bytes.Length : bytes.Length - last;
        if (_sinceTag <= GridLimits.MaxLineLength) return;

        throw new GridFormatException(name, $"byte {_read}", $"more than {GridLimits.MaxLineLength} bytes without a tag; expected CIM XML");
    }
}
