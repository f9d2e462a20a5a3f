namespace Platone.Grid.Formats.Psse;

/// <summary>The columns of RAW records by revision, as far as a power flow needs them. Columns behind these are not read.</summary>
sealed class Layouts(int revision)
{
    public static Layout CaseIdentification { get; } = new("case identification", Split("ic sbase rev xfrrat nxfrat basfrq"));

    public Layout Bus { get; } = new("bus", Split(revision switch
    {
        23 => "ibus ide pl ql gl bl area vm va name baskv zone",
        <= 30 => "ibus name baskv ide gl bl area zone vm va",
        _ => "ibus name baskv ide area zone owner vm va",
    }));

    public Layout Load { get; } = new("load", Split("ibus loadid stat area zone pl ql ip iq yp yq owner scale intrpt dgenp dgenq dgenm"));

    public Layout FixedShunt { get; } = new("fixed shunt", Split("ibus shntid stat gl bl"));

    public Layout Generator { get; } = new("generator", Split(revision >= 35
        ? "ibus machid pg qg qt qb vs ireg nreg mbase zr zx rt xt gtap stat rmpct pt pb baslod o1 f1 o2 f2 o3 f3 o4 f4 wmod wpf"
        : "ibus machid pg qg qt qb vs ireg mbase zr zx rt xt gtap stat rmpct pt pb o1 f1 o2 f2 o3 f3 o4 f4 wmod wpf"));

    public Layout Branch { get; } = new("branch", Split(revision switch
    {
        23 => "ibus jbus ckt rpu xpu bpu rate1 rate2 rate3 ratio angle gi bi gj bj stat",
        <= 33 => "ibus jbus ckt rpu xpu bpu rate1 rate2 rate3 gi bi gj bj stat",
        _ => $"ibus jbus ckt rpu xpu bpu name {Rates("rate")} gi bi gj bj stat",
    }));

    public Layout SwitchingDevice { get; } = new("system switching device", Split($"ibus jbus ckt xpu {Rates("rate")} stat nstat met stype name"));

    /// <summary>The first line of a transformer; the others are joined to it.</summary>
    public Layout TransformerHead { get; } = new("transformer", Split(TransformerHeadNames));

    public Layout TransformerImpedances { get; } = new("transformer", Split(ImpedanceNames));

    public Layout TransformerWinding { get; } = new("transformer", Split(Winding(1, revision)));

    public Layout Transformer { get; } = new("transformer", Split(
        $"{TransformerHeadNames} {ImpedanceNames} {Winding(1, revision)} {Winding(2, revision)} {Winding(3, revision)}"));

    public Layout TwoTerminalDc { get; } = new("two-terminal dc line", Split($"{DcNames} {DcConverter('r')} {DcConverter('i')}"));

    public Layout TwoTerminalDcHead { get; } = new("two-terminal dc line", Split(DcNames));

    public Layout TwoTerminalDcConverter { get; } = new("two-terminal dc line", Split(DcConverter('r')));

    public Layout ConverterDc { get; } = new("voltage source converter dc line", Split($"{VscNames} {Vsc(1, revision)} {Vsc(2, revision)}"));

    public Layout ConverterDcHead { get; } = new("voltage source converter dc line", Split(VscNames));

    public Layout ConverterDcConverter { get; } = new("voltage source converter dc line", Split(Vsc(1, revision)));

    public Layout Facts { get; } = new("FACTS device", Split(
        $"name ibus jbus mode pdes qdes vset shmx trmx vtmn vtmx vsmx imx linx rmpct owner set1 set2 vsref {(revision >= 35 ? "fcreg nreg" : "fcreg")} mname"));

    public Layout SwitchedShunt { get; } = new("switched shunt", Split(revision switch
    {
        23 => "ibus modsw vswhi vswlo swreg binit",
        <= 31 => "ibus modsw vswhi vswlo swreg rmpct rmidnt binit",
        <= 34 => "ibus modsw adjm stat vswhi vswlo swreg rmpct rmidnt binit",
        _ => "ibus shntid modsw adjm stat vswhi vswlo swreg nreg rmpct rmidnt binit",
    }));

    private const string TransformerHeadNames = "ibus jbus kbus ckt cw cz cm mag1 mag2 nmet name stat";

    private const string ImpedanceNames = "r1_2 x1_2 sbase1_2 r2_3 x2_3 sbase2_3 r3_1 x3_1 sbase3_1 vmstar anstar";

    private const string DcNames = "name mdc rdc setvl vschd vcmod rcomp delti met dcvmin cccitmx cccacc";

    private const string VscNames = "name mdc rdc";

    private static string Winding(int k, int revision) => revision switch
    {
        <= 33 => $"windv{k} nomv{k} ang{k} wdg{k}rate1 wdg{k}rate2 wdg{k}rate3 cod{k} cont{k} rma{k} rmi{k} vma{k} vmi{k} ntp{k} tab{k}",
        34 => $"windv{k} nomv{k} ang{k} {Rates($"wdg{k}rate")} cod{k} cont{k} rma{k} rmi{k} vma{k} vmi{k} ntp{k} tab{k}",
        _ => $"windv{k} nomv{k} ang{k} {Rates($"wdg{k}rate")} cod{k} cont{k} node{k} rma{k} rmi{k} vma{k} vmi{k} ntp{k} tab{k}",
    };

    private static string DcConverter(char k) => $"ip{k} nb{k} anmx{k} anmn{k} rc{k} xc{k} ebas{k} tr{k} tap{k}";

    private static string Vsc(int k, int revision)
    {
        var names = $"ibus{k} type{k} mode{k} dcset{k} acset{k} aloss{k} bloss{k} minloss{k} smax{k} imax{k} pwf{k} maxq{k} minq{k} vsreg{k}";
        return revision >= 35 ? $"{names} nreg{k}" : names;
    }

    private static string Rates(string name) => string.Join(' ', Enumerable.Range(1, 12).Select(i => $"{name}{i}"));

    private static string[] Split(string names) => names.Split(' ');
}
