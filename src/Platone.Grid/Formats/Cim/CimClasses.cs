using System.Collections.Frozen;

namespace Platone.Grid.Formats.Cim;

/// <summary>Which classes of objects are read.</summary>
static class CimClasses
{
    public static readonly string[] Switches =
    [
        "Breaker", "Disconnector", "LoadBreakSwitch", "Switch", "ProtectedSwitch", "Fuse", "Jumper", "Recloser", "Sectionaliser", "GroundDisconnector",
        "DisconnectingCircuitBreaker",
    ];

    public static readonly string[] Consumers = ["EnergyConsumer", "ConformLoad", "NonConformLoad", "StationSupply"];

    public static readonly string[] Converters = ["CsConverter", "VsConverter", "ACDCConverter"];

    public static readonly string[] PhaseTapChangers =
    [
        "PhaseTapChangerLinear", "PhaseTapChangerSymmetrical", "PhaseTapChangerAsymmetrical", "PhaseTapChangerTabular", "PhaseTapChangerNonLinear",
    ];

    /// <summary>What is needed to make a network of it.</summary>
    private static readonly FrozenSet<string> _read = FrozenSet.Create(
    [
        .. Switches, .. Consumers, .. Converters, .. PhaseTapChangers,
        "Equipment", "BaseVoltage", "BaseFrequency", "VoltageLevel", "Bay", "Substation", "Line",
        "Terminal", "ConnectivityNode", "TopologicalNode", "TopologicalIsland", "BoundaryPoint", "BusbarSection", "Junction",
        "ACLineSegment", "SeriesCompensator", "EquivalentBranch", "PowerTransformer", "PowerTransformerEnd",
        "RatioTapChanger", "RatioTapChangerTable", "RatioTapChangerTablePoint", "PhaseTapChangerTable", "PhaseTapChangerTablePoint",
        "LinearShuntCompensator", "NonlinearShuntCompensator", "NonlinearShuntCompensatorPoint", "EquivalentShunt", "StaticVarCompensator",
        "LoadResponseCharacteristic", "EquivalentInjection", "ExternalNetworkInjection", "EnergySource",
        "SynchronousMachine", "AsynchronousMachine", "GeneratingUnit", "ThermalGeneratingUnit", "HydroGeneratingUnit", "NuclearGeneratingUnit",
        "WindGeneratingUnit", "SolarGeneratingUnit", "ReactiveCapabilityCurve", "CurveData", "RegulatingControl", "TapChangerControl",
        "OperationalLimitSet", "OperationalLimitType", "CurrentLimit",
        "SvVoltage", "SvPowerFlow", "SvTapStep", "SvShuntCompensatorSections", "SvStatus", "SvSwitch",
    ]);

    /// <summary>What says nothing of the network's electrical state, and is passed over without a word: headers, drawings, maps, names, organisation.</summary>
    private static readonly FrozenSet<string> _silent = FrozenSet.Create(
    [
        "FullModel", "Model", "Diagram", "DiagramObject", "DiagramObjectPoint", "DiagramObjectStyle", "DiagramStyle", "DiagramObjectGluePoint",
        "TextDiagramObject", "VisibilityLayer", "Location", "PositionPoint", "CoordinateSystem", "Name", "NameType", "NameTypeAuthority",
        "GeographicalRegion", "SubGeographicalRegion",
        "EnergySchedulingType", "LoadArea", "SubLoadArea", "ConformLoadGroup", "NonConformLoadGroup", "FossilFuel",
    ]);

    public static bool IsRead(string name) => _read.Contains(name);

    public static bool IsSilent(string name) => _silent.Contains(name);
}
