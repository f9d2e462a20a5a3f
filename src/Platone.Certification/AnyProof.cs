using System.Text.Json;

namespace Platone.Certification;

/// <summary>A proof file of whichever kind: what it claims to be decides who checks it.</summary>
public static class AnyProof
{
    public static ProofVerdict Verify(ReadOnlySpan<byte> json) => FormatOf(json) switch
    {
        RangeProofFile.FormatName => RangeVerifier.Verify(json),
        UsageProofFile.FormatName => UsageVerifier.Verify(json),
        _ => ProofVerifier.Verify(json),
    };

    /// <returns>Null where the document names none.</returns>
    public static string? FormatOf(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("format", out var format)
                && format.ValueKind == JsonValueKind.String
                ? format.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a text that is no UTF-16.
            return null;
        }
    }
}
