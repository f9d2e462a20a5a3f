namespace Platone.Grid.Formats.Psse;

/// <summary>Which sections a RAW file of a revision has, one behind the other; their names in the file are comments.</summary>
static class SectionOrder
{
    private static readonly Section[] Revision23 =
    [
        Section.Bus, Section.Generator, Section.Branch, Section.TransformerAdjustment, Section.Area, Section.TwoTerminalDc, Section.SwitchedShunt,
        Section.ImpedanceCorrection, Section.MultiTerminalDc, Section.MultiSectionLine, Section.Zone, Section.InterAreaTransfer, Section.Owner, Section.Facts,
    ];

    private static readonly Section[] Revision30 =
    [
        Section.Bus, Section.Load, Section.Generator, Section.Branch, Section.Transformer, Section.Area, Section.TwoTerminalDc, Section.ConverterDc,
        Section.SwitchedShunt, Section.ImpedanceCorrection, Section.MultiTerminalDc, Section.MultiSectionLine, Section.Zone, Section.InterAreaTransfer,
        Section.Owner, Section.Facts,
    ];

    private static readonly Section[] Revision31 =
    [
        Section.Bus, Section.Load, Section.FixedShunt, Section.Generator, Section.Branch, Section.Transformer, Section.Area, Section.TwoTerminalDc,
        Section.ConverterDc, Section.SwitchedShunt, Section.ImpedanceCorrection, Section.MultiTerminalDc, Section.MultiSectionLine, Section.Zone,
        Section.InterAreaTransfer, Section.Owner, Section.Facts,
    ];

    private static readonly Section[] Revision33 =
    [
        Section.Bus, Section.Load, Section.FixedShunt, Section.Generator, Section.Branch, Section.Transformer, Section.Area, Section.TwoTerminalDc,
        Section.ConverterDc, Section.ImpedanceCorrection, Section.MultiTerminalDc, Section.MultiSectionLine, Section.Zone, Section.InterAreaTransfer,
        Section.Owner, Section.Facts, Section.SwitchedShunt, Section.GenericDevice, Section.InductionMachine,
    ];

    private static readonly Section[] Revision35 =
    [
        Section.SystemWide, Section.Bus, Section.Load, Section.FixedShunt, Section.Generator, Section.Branch, Section.SwitchingDevice, Section.Transformer,
        Section.Area, Section.TwoTerminalDc, Section.ConverterDc, Section.ImpedanceCorrection, Section.MultiTerminalDc, Section.MultiSectionLine,
        Section.Zone, Section.InterAreaTransfer, Section.Owner, Section.Facts, Section.SwitchedShunt, Section.GenericDevice, Section.InductionMachine,
        Section.Substation,
    ];

    public static IReadOnlyList<Section> Of(int revision) => revision switch
    {
        23 => Revision23,
        29 or 30 => Revision30,
        31 => Revision31,
        32 or 33 => Revision33,
        _ => Revision35,
    };
}
