using System.CommandLine;

namespace Platone.Bench;

/// <summary>Options that mean the same in every bench.</summary>
static class BenchOptions
{
    public static Option<int> Rounds(int usual) => Positive("--rounds", "How many rounds, of which medians are told.", usual);

    /// <summary>A whole number greater than 0.</summary>
    public static Option<int> Positive(string name, string what, int usual)
    {
        var option = new Option<int>(name) { Description = what, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Errors.Any() || result.GetValueOrDefault<int>() > 0) return;
            result.AddError($"{name}: found {result.Tokens[0].Value}, expected a number greater than 0");
        });
        return option;
    }
}
