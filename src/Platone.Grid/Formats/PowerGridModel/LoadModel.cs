namespace Platone.Grid.Formats.PowerGridModel;

/// <summary>How a load or generator follows the voltage: the format's <c>LoadGenType</c>.</summary>
internal enum LoadModel
{
    ConstantPower = 0,
    ConstantImpedance = 1,
    ConstantCurrent = 2,
}

internal static class LoadModels
{
    public static ZipPower Of(this LoadModel model, PhasePower power) => model switch
    {
        LoadModel.ConstantPower => new(power, default, default),
        LoadModel.ConstantImpedance => new(default, default, power),
        _ => new(default, power, default),
    };

    /// <summary>The one part that the model has.</summary>
    public static PhasePower PowerOf(this LoadModel model, in ZipPower power) => model switch
    {
        LoadModel.ConstantPower => power.Power,
        LoadModel.ConstantImpedance => power.Impedance,
        _ => power.Current,
    };
}
