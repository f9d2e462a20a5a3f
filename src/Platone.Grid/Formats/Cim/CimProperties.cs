using static Platone.Grid.Formats.Cim.CimPropertyKind;

namespace Platone.Grid.Formats.Cim;

/// <summary>The properties that are read; all others are passed over. Units as CIM has them: kV, MW, Mvar, MVA, ohms, siemens, degrees, amperes.</summary>
static class CimProperties
{
    private static readonly Dictionary<string, CimProperty> _byName = [];

    // What everything has, and where it stands.
    public static readonly CimProperty Name = Of(Text, "IdentifiedObject.name");
    public static readonly CimProperty Container = Of(Reference, "Equipment.EquipmentContainer");
    public static readonly CimProperty BayVoltageLevel = Of(Reference, "Bay.VoltageLevel");
    public static readonly CimProperty VoltageLevelSubstation = Of(Reference, "VoltageLevel.Substation");
    public static readonly CimProperty VoltageLevelBaseVoltage = Of(Reference, "VoltageLevel.BaseVoltage");
    public static readonly CimProperty EquipmentBaseVoltage = Of(Reference, "ConductingEquipment.BaseVoltage");
    public static readonly CimProperty NominalVoltage = Of(Number, "BaseVoltage.nominalVoltage");
    public static readonly CimProperty Frequency = Of(Number, "BaseFrequency.frequency");
    public static readonly CimProperty InService = Of(Flag, "Equipment.inService");
    public static readonly CimProperty StatusInService = Of(Flag, "SvStatus.inService");
    public static readonly CimProperty StatusEquipment = Of(Reference, "SvStatus.ConductingEquipment");

    // Terminals and nodes.
    public static readonly CimProperty TerminalEquipment = Of(Reference, "Terminal.ConductingEquipment");
    public static readonly CimProperty TerminalConnectivityNode = Of(Reference, "Terminal.ConnectivityNode");
    public static readonly CimProperty TerminalTopologicalNode = Of(Reference, "Terminal.TopologicalNode");
    public static readonly CimProperty TerminalConnected = Of(Flag, "ACDCTerminal.connected", "Terminal.connected");
    public static readonly CimProperty SequenceNumber = Of(Number, "ACDCTerminal.sequenceNumber", "Terminal.sequenceNumber");
    public static readonly CimProperty ConnectivityNodeContainer = Of(Reference, "ConnectivityNode.ConnectivityNodeContainer");
    public static readonly CimProperty ConnectivityNodeTopologicalNode = Of(Reference, "ConnectivityNode.TopologicalNode");
    public static readonly CimProperty TopologicalNodeContainer = Of(Reference, "TopologicalNode.ConnectivityNodeContainer");
    public static readonly CimProperty TopologicalNodeBaseVoltage = Of(Reference, "TopologicalNode.BaseVoltage");
    public static readonly CimProperty IsBoundaryPoint = Of(Flag, "TopologicalNode.boundaryPoint", "ConnectivityNode.boundaryPoint");
    public static readonly CimProperty BoundaryNode = Of(Reference, "BoundaryPoint.ConnectivityNode");
    public static readonly CimProperty AngleReference = Of(Reference, "TopologicalIsland.AngleRefTopologicalNode");
    public static readonly CimProperty VoltageNode = Of(Reference, "SvVoltage.TopologicalNode");
    public static readonly CimProperty VoltageMagnitude = Of(Number, "SvVoltage.v");
    public static readonly CimProperty VoltageAngle = Of(Number, "SvVoltage.angle");
    public static readonly CimProperty FlowTerminal = Of(Reference, "SvPowerFlow.Terminal");
    public static readonly CimProperty FlowP = Of(Number, "SvPowerFlow.p");
    public static readonly CimProperty FlowQ = Of(Number, "SvPowerFlow.q");

    // Switches.
    public static readonly CimProperty SwitchOpen = Of(Flag, "Switch.open");
    public static readonly CimProperty SwitchNormalOpen = Of(Flag, "Switch.normalOpen");
    public static readonly CimProperty StateSwitch = Of(Reference, "SvSwitch.Switch");
    public static readonly CimProperty StateSwitchOpen = Of(Flag, "SvSwitch.open");

    // Lines and what is like them.
    public static readonly CimProperty LineR = Of(Number, "ACLineSegment.r");
    public static readonly CimProperty LineX = Of(Number, "ACLineSegment.x");
    public static readonly CimProperty LineG = Of(Number, "ACLineSegment.gch");
    public static readonly CimProperty LineB = Of(Number, "ACLineSegment.bch");
    public static readonly CimProperty LineR0 = Of(Number, "ACLineSegment.r0");
    public static readonly CimProperty LineX0 = Of(Number, "ACLineSegment.x0");
    public static readonly CimProperty LineG0 = Of(Number, "ACLineSegment.g0ch");
    public static readonly CimProperty LineB0 = Of(Number, "ACLineSegment.b0ch");
    public static readonly CimProperty SeriesR = Of(Number, "SeriesCompensator.r");
    public static readonly CimProperty SeriesX = Of(Number, "SeriesCompensator.x");
    public static readonly CimProperty SeriesR0 = Of(Number, "SeriesCompensator.r0");
    public static readonly CimProperty SeriesX0 = Of(Number, "SeriesCompensator.x0");
    public static readonly CimProperty EquivalentBranchR = Of(Number, "EquivalentBranch.r");
    public static readonly CimProperty EquivalentBranchX = Of(Number, "EquivalentBranch.x");
    public static readonly CimProperty EquivalentBranchR21 = Of(Number, "EquivalentBranch.r21");
    public static readonly CimProperty EquivalentBranchX21 = Of(Number, "EquivalentBranch.x21");
    public static readonly CimProperty EquivalentBranchR0 = Of(Number, "EquivalentBranch.zeroR12");
    public static readonly CimProperty EquivalentBranchX0 = Of(Number, "EquivalentBranch.zeroX12");

    // Transformers.
    public static readonly CimProperty EndTransformer = Of(Reference, "PowerTransformerEnd.PowerTransformer");
    public static readonly CimProperty EndTerminal = Of(Reference, "TransformerEnd.Terminal");
    public static readonly CimProperty EndBaseVoltage = Of(Reference, "TransformerEnd.BaseVoltage");
    public static readonly CimProperty EndNumber = Of(Number, "TransformerEnd.endNumber");
    public static readonly CimProperty EndR = Of(Number, "PowerTransformerEnd.r");
    public static readonly CimProperty EndX = Of(Number, "PowerTransformerEnd.x");
    public static readonly CimProperty EndG = Of(Number, "PowerTransformerEnd.g");
    public static readonly CimProperty EndB = Of(Number, "PowerTransformerEnd.b");
    public static readonly CimProperty EndR0 = Of(Number, "PowerTransformerEnd.r0");
    public static readonly CimProperty EndX0 = Of(Number, "PowerTransformerEnd.x0");
    public static readonly CimProperty EndG0 = Of(Number, "PowerTransformerEnd.g0");
    public static readonly CimProperty EndB0 = Of(Number, "PowerTransformerEnd.b0");
    public static readonly CimProperty EndRatedU = Of(Number, "PowerTransformerEnd.ratedU");
    public static readonly CimProperty EndRatedS = Of(Number, "PowerTransformerEnd.ratedS");
    public static readonly CimProperty EndClock = Of(Number, "PowerTransformerEnd.phaseAngleClock");
    public static readonly CimProperty EndConnection = Of(Choice, "PowerTransformerEnd.connectionKind");
    public static readonly CimProperty EndGrounded = Of(Flag, "TransformerEnd.grounded");
    public static readonly CimProperty EndGroundR = Of(Number, "TransformerEnd.rground");
    public static readonly CimProperty EndGroundX = Of(Number, "TransformerEnd.xground");

    // Tap changers.
    public static readonly CimProperty TapLowStep = Of(Number, "TapChanger.lowStep");
    public static readonly CimProperty TapHighStep = Of(Number, "TapChanger.highStep");
    public static readonly CimProperty TapNeutralStep = Of(Number, "TapChanger.neutralStep");
    public static readonly CimProperty TapNormalStep = Of(Number, "TapChanger.normalStep");
    public static readonly CimProperty TapStep = Of(Number, "TapChanger.step");
    public static readonly CimProperty TapControlEnabled = Of(Flag, "TapChanger.controlEnabled");
    public static readonly CimProperty RatioEnd = Of(Reference, "RatioTapChanger.TransformerEnd");
    public static readonly CimProperty RatioStepIncrement = Of(Number, "RatioTapChanger.stepVoltageIncrement");
    public static readonly CimProperty RatioTable = Of(Reference, "RatioTapChanger.RatioTapChangerTable");
    public static readonly CimProperty RatioPointTable = Of(Reference, "RatioTapChangerTablePoint.RatioTapChangerTable");
    public static readonly CimProperty PhaseEnd = Of(Reference, "PhaseTapChanger.TransformerEnd");
    public static readonly CimProperty PhaseStepIncrement = Of(Number, "PhaseTapChangerLinear.stepPhaseShiftIncrement");
    public static readonly CimProperty PhaseXMin = Of(Number, "PhaseTapChangerLinear.xMin", "PhaseTapChangerNonLinear.xMin");
    public static readonly CimProperty PhaseXMax = Of(Number, "PhaseTapChangerLinear.xMax", "PhaseTapChangerNonLinear.xMax");
    public static readonly CimProperty PhaseVoltageIncrement = Of(Number, "PhaseTapChangerNonLinear.voltageStepIncrement");
    public static readonly CimProperty PhaseWindingAngle = Of(Number, "PhaseTapChangerAsymmetrical.windingConnectionAngle");
    public static readonly CimProperty PhaseTable = Of(Reference, "PhaseTapChangerTabular.PhaseTapChangerTable");
    public static readonly CimProperty PhasePointTable = Of(Reference, "PhaseTapChangerTablePoint.PhaseTapChangerTable");
    public static readonly CimProperty PointAngle = Of(Number, "PhaseTapChangerTablePoint.angle");
    public static readonly CimProperty PointStep = Of(Number, "TapChangerTablePoint.step");
    public static readonly CimProperty PointRatio = Of(Number, "TapChangerTablePoint.ratio");
    public static readonly CimProperty PointR = Of(Number, "TapChangerTablePoint.r");
    public static readonly CimProperty PointX = Of(Number, "TapChangerTablePoint.x");
    public static readonly CimProperty PointG = Of(Number, "TapChangerTablePoint.g");
    public static readonly CimProperty PointB = Of(Number, "TapChangerTablePoint.b");
    public static readonly CimProperty StateTapChanger = Of(Reference, "SvTapStep.TapChanger");
    public static readonly CimProperty StateTapPosition = Of(Number, "SvTapStep.position");

    // Shunts.
    public static readonly CimProperty Sections = Of(Number, "ShuntCompensator.sections");
    public static readonly CimProperty NormalSections = Of(Number, "ShuntCompensator.normalSections");
    public static readonly CimProperty ShuntGrounded = Of(Flag, "ShuntCompensator.grounded");
    public static readonly CimProperty SectionB = Of(Number, "LinearShuntCompensator.bPerSection");
    public static readonly CimProperty SectionG = Of(Number, "LinearShuntCompensator.gPerSection");
    public static readonly CimProperty SectionB0 = Of(Number, "LinearShuntCompensator.b0PerSection");
    public static readonly CimProperty SectionG0 = Of(Number, "LinearShuntCompensator.g0PerSection");
    public static readonly CimProperty PointShunt = Of(Reference, "NonlinearShuntCompensatorPoint.NonlinearShuntCompensator");
    public static readonly CimProperty PointSection = Of(Number, "NonlinearShuntCompensatorPoint.sectionNumber");
    public static readonly CimProperty PointShuntB = Of(Number, "NonlinearShuntCompensatorPoint.b");
    public static readonly CimProperty PointShuntG = Of(Number, "NonlinearShuntCompensatorPoint.g");
    public static readonly CimProperty PointShuntB0 = Of(Number, "NonlinearShuntCompensatorPoint.b0");
    public static readonly CimProperty PointShuntG0 = Of(Number, "NonlinearShuntCompensatorPoint.g0");
    public static readonly CimProperty EquivalentShuntB = Of(Number, "EquivalentShunt.b");
    public static readonly CimProperty EquivalentShuntG = Of(Number, "EquivalentShunt.g");
    public static readonly CimProperty StateShunt = Of(Reference, "SvShuntCompensatorSections.ShuntCompensator");
    public static readonly CimProperty StateSections = Of(Number, "SvShuntCompensatorSections.sections");

    // Loads and injections; power is positive into the equipment, everywhere.
    public static readonly CimProperty ConsumerP = Of(Number, "EnergyConsumer.p");
    public static readonly CimProperty ConsumerQ = Of(Number, "EnergyConsumer.q");
    public static readonly CimProperty ConsumerPFixed = Of(Number, "EnergyConsumer.pfixed");
    public static readonly CimProperty ConsumerQFixed = Of(Number, "EnergyConsumer.qfixed");
    public static readonly CimProperty LoadResponse = Of(Reference, "EnergyConsumer.LoadResponse");
    public static readonly CimProperty IsExponentModel = Of(Flag, "LoadResponseCharacteristic.exponentModel");
    public static readonly CimProperty PExponent = Of(Number, "LoadResponseCharacteristic.pVoltageExponent");
    public static readonly CimProperty QExponent = Of(Number, "LoadResponseCharacteristic.qVoltageExponent");
    public static readonly CimProperty PConstantPower = Of(Number, "LoadResponseCharacteristic.pConstantPower");
    public static readonly CimProperty PConstantCurrent = Of(Number, "LoadResponseCharacteristic.pConstantCurrent");
    public static readonly CimProperty PConstantImpedance = Of(Number, "LoadResponseCharacteristic.pConstantImpedance");
    public static readonly CimProperty QConstantPower = Of(Number, "LoadResponseCharacteristic.qConstantPower");
    public static readonly CimProperty QConstantCurrent = Of(Number, "LoadResponseCharacteristic.qConstantCurrent");
    public static readonly CimProperty QConstantImpedance = Of(Number, "LoadResponseCharacteristic.qConstantImpedance");
    public static readonly CimProperty InjectionP = Of(Number, "EquivalentInjection.p");
    public static readonly CimProperty InjectionQ = Of(Number, "EquivalentInjection.q");
    public static readonly CimProperty InjectionRegulates = Of(Flag, "EquivalentInjection.regulationStatus");
    public static readonly CimProperty InjectionTarget = Of(Number, "EquivalentInjection.regulationTarget");
    public static readonly CimProperty InjectionMinQ = Of(Number, "EquivalentInjection.minQ");
    public static readonly CimProperty InjectionMaxQ = Of(Number, "EquivalentInjection.maxQ");
    public static readonly CimProperty ConverterP = Of(Number, "ACDCConverter.p");
    public static readonly CimProperty ConverterQ = Of(Number, "ACDCConverter.q");

    // Machines, feeders, and what they hold.
    public static readonly CimProperty MachineP = Of(Number, "RotatingMachine.p");
    public static readonly CimProperty MachineQ = Of(Number, "RotatingMachine.q");
    public static readonly CimProperty MachineUnit = Of(Reference, "RotatingMachine.GeneratingUnit");
    public static readonly CimProperty UnitInitialP = Of(Number, "GeneratingUnit.initialP");
    public static readonly CimProperty MachineBaseQ = Of(Number, "SynchronousMachine.baseQ");
    public static readonly CimProperty MachineMinQ = Of(Number, "SynchronousMachine.minQ");
    public static readonly CimProperty MachineMaxQ = Of(Number, "SynchronousMachine.maxQ");
    public static readonly CimProperty MachineCurve = Of(Reference, "SynchronousMachine.InitialReactiveCapabilityCurve");
    public static readonly CimProperty MachinePriority = Of(Number, "SynchronousMachine.referencePriority");
    public static readonly CimProperty CurveStyle = Of(Choice, "Curve.curveStyle");
    public static readonly CimProperty CurveOf = Of(Reference, "CurveData.Curve");
    public static readonly CimProperty CurveX = Of(Number, "CurveData.xvalue");
    public static readonly CimProperty CurveY1 = Of(Number, "CurveData.y1value");
    public static readonly CimProperty CurveY2 = Of(Number, "CurveData.y2value");
    public static readonly CimProperty FeederP = Of(Number, "ExternalNetworkInjection.p");
    public static readonly CimProperty FeederQ = Of(Number, "ExternalNetworkInjection.q");
    public static readonly CimProperty FeederMinQ = Of(Number, "ExternalNetworkInjection.minQ");
    public static readonly CimProperty FeederMaxQ = Of(Number, "ExternalNetworkInjection.maxQ");
    public static readonly CimProperty FeederPriority = Of(Number, "ExternalNetworkInjection.referencePriority");
    public static readonly CimProperty SourceP = Of(Number, "EnergySource.activePower");
    public static readonly CimProperty SourceQ = Of(Number, "EnergySource.reactivePower");
    public static readonly CimProperty SourceVoltage = Of(Number, "EnergySource.voltageMagnitude");
    public static readonly CimProperty SourceAngle = Of(Number, "EnergySource.voltageAngle");
    public static readonly CimProperty SourceR = Of(Number, "EnergySource.r");
    public static readonly CimProperty SourceX = Of(Number, "EnergySource.x");
    public static readonly CimProperty SourceR0 = Of(Number, "EnergySource.r0");
    public static readonly CimProperty SourceX0 = Of(Number, "EnergySource.x0");
    public static readonly CimProperty CompensatorQ = Of(Number, "StaticVarCompensator.q");
    public static readonly CimProperty CapacitiveRating = Of(Number, "StaticVarCompensator.capacitiveRating");
    public static readonly CimProperty InductiveRating = Of(Number, "StaticVarCompensator.inductiveRating");
    public static readonly CimProperty CompensatorSlope = Of(Number, "StaticVarCompensator.slope");
    public static readonly CimProperty ControlEnabled = Of(Flag, "RegulatingCondEq.controlEnabled");
    public static readonly CimProperty Control = Of(Reference, "RegulatingCondEq.RegulatingControl");
    public static readonly CimProperty RegulatingEnabled = Of(Flag, "RegulatingControl.enabled");
    public static readonly CimProperty RegulatingMode = Of(Choice, "RegulatingControl.mode");
    public static readonly CimProperty RegulatingTerminal = Of(Reference, "RegulatingControl.Terminal");
    public static readonly CimProperty TargetValue = Of(Number, "RegulatingControl.targetValue");
    public static readonly CimProperty TargetMultiplier = Of(Choice, "RegulatingControl.targetValueUnitMultiplier");

    // Limits.
    public static readonly CimProperty LimitSetTerminal = Of(Reference, "OperationalLimitSet.Terminal");
    public static readonly CimProperty LimitSetEquipment = Of(Reference, "OperationalLimitSet.Equipment");
    public static readonly CimProperty LimitSet = Of(Reference, "OperationalLimit.OperationalLimitSet");
    public static readonly CimProperty LimitType = Of(Reference, "OperationalLimit.OperationalLimitType");
    public static readonly CimProperty LimitKind = Of(Choice, "OperationalLimitType.limitType", "OperationalLimitType.kind");
    public static readonly CimProperty CurrentLimitValue = Of(Number, "CurrentLimit.value");
    public static readonly CimProperty CurrentLimitNormalValue = Of(Number, "CurrentLimit.normalValue");

    /// <summary>Null for what is not read.</summary>
    public static CimProperty? Find(string name) => _byName.GetValueOrDefault(name);

    /// <param name="names">Its name, and those that older or younger versions have for it.</param>
    private static CimProperty Of(CimPropertyKind kind, params ReadOnlySpan<string> names)
    {
        var property = new CimProperty(names[0], kind);
        foreach (var name in names) _byName.Add(name, property);
        return property;
    }
}
