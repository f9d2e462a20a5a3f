using System.Numerics;

namespace Platone.Grid.Tests;

public sealed class NetworkTests
{
    [Fact]
    public void A_tap_changer_tells_the_step_of_its_position()
    {
        var changer = new TapChanger(-1, -2, [new(0.95, 0), new(0.975, 0), new(1, 0), new(1.025, 0)]);

        Assert.Equal(0.975, changer.Step.Ratio);
        Assert.Equal(1, changer.HighestPosition);
    }

    [Fact]
    public void Balanced_power_is_a_third_in_each_phase()
    {
        var power = PhasePower.Balanced(new Complex(3, -6));

        Assert.Equal(new Complex(1, -2), power.B);
        Assert.Equal(new Complex(3, -6), power.Total);
        Assert.True(power.IsBalanced);
    }
}
