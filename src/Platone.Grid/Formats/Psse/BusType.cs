namespace Platone.Grid.Formats.Psse;

/// <summary>The bus type codes (IDE).</summary>
enum BusType
{
    Load = 1,
    Generator = 2,
    Swing = 3,
    Isolated = 4,
}
