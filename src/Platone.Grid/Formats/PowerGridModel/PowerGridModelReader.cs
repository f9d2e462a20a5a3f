namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>Reads power-grid-model's JSON: input datasets, and updates of them.</summary>
public static class PowerGridModelReader
{
    /// <param name="stream">UTF-8; stays open.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="frequencyHz">The format gives capacitances and no frequency.</param>
    /// <exception cref="GridFormatException">The file is not a complete input dataset of version 1.0.</exception>
    public static PowerGridModelInput ReadInput(Stream stream, string file, double frequencyHz = 50)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(file);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(frequencyHz);

        return InputBuilder.Build(DatasetReader.Read(stream, file, "input"), frequencyHz);
    }

    /// <summary>A batch of scenarios, or one.</summary>
    /// <exception cref="GridFormatException">The file is not a complete update dataset of version 1.0.</exception>
    public static PowerGridModelUpdate ReadUpdate(Stream stream, string file)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(file);

        return new(DatasetReader.Read(stream, file, "update"));
    }
}
