namespace Platone.Grid.Formats.Psse;

/// <summary>The parts of a PSS/E case.</summary>
enum Section
{
    SystemWide,
    Bus,
    Load,
    FixedShunt,
    Generator,
    Branch,
    SwitchingDevice,
    Transformer,
    TransformerAdjustment,
    Area,
    TwoTerminalDc,
    ConverterDc,
    ImpedanceCorrection,
    MultiTerminalDc,
    MultiSectionLine,
    Zone,
    InterAreaTransfer,
    Owner,
    Facts,
    SwitchedShunt,
    GenericDevice,
    InductionMachine,
    Substation,
}
