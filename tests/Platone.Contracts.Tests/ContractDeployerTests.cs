using Platone.Contracts.Deployment;
using Platone.Contracts.Sending;
using Platone.Cryptography;

namespace Platone.Contracts.Tests;

public sealed class ContractDeployerTests : IAsyncLifetime
{
    private static readonly Address Certifier = Address.Parse("0x000000000000000000000000000000000000ce27");

    private string _folder = "";
    private Anvil _anvil = null!;

    public async ValueTask InitializeAsync()
    {
        _anvil = await Anvil.StartAsync("--timestamp", "1700000000");
        _folder = Directory.CreateTempSubdirectory("platone-deployments-").FullName;
    }

    public async ValueTask DisposeAsync()
    {
        if (_anvil is null) return;

        await _anvil.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_first_start_deploys_and_writes_down_where()
    {
        var line = await FindOrDeployAsync(_anvil);

        Assert.Equal(line, ContractLine.Load(Path.Combine(_folder, "31337.json")));
        Assert.Equal(line, ContractLine.LoadOnly(_folder));
        Assert.Equal((31337UL, 0UL, Certifier), (line.ChainId, line.FromBlock, line.Certifier));
        Assert.Equal(4, new[] { line.AccessManager, line.DataCertification, line.SubscriptionRegistry, line.CertificationBond }.Distinct().Count());
        Assert.Equal([Path.Combine(_folder, "31337.json")], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Later_starts_find_it_and_send_nothing()
    {
        var line = await FindOrDeployAsync(_anvil);
        var block = await _anvil.BlockNumberAsync();

        Assert.Equal(line, await FindOrDeployAsync(_anvil));
        Assert.Equal(block, await _anvil.BlockNumberAsync());
    }

    [Fact]
    public async Task After_a_restart_of_the_node_it_is_still_there()
    {
        var line = await FindOrDeployAsync(_anvil);
        await _anvil.StopAsync();
        await _anvil.StartAgainAsync();

        Assert.Equal(line, await FindOrDeployAsync(_anvil));
        await ContractDeployer.RefuseOtherChainAsync(_anvil.Url, line, _folder);
    }

    [Fact]
    public async Task A_start_that_was_cut_short_is_done_again()
    {
        var half = await FindOrDeployAsync(_anvil);
        File.Delete(Path.Combine(_folder, "31337.json"));

        var whole = await FindOrDeployAsync(_anvil);

        Assert.NotEqual(half.DataCertification, whole.DataCertification);
        Assert.Equal(whole, ContractLine.LoadOnly(_folder));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_yet_is_made()
    {
        var folder = Path.Combine(_folder, "data", "deployments");

        var line = await ContractDeployer.FindOrDeployAsync(_anvil.Url, folder, DeployedChain.Admin, Certifier, BondTimes.Default, CancellationToken.None);

        Assert.Equal(line, ContractLine.LoadOnly(folder));
    }

    [Fact]
    public async Task Another_chain_with_the_same_id_is_refused_by_its_genesis()
    {
        var line = await FindOrDeployAsync(_anvil);
        await using var other = await Anvil.StartAsync("--timestamp", "1800000000");

        var error = await Assert.ThrowsAsync<LostContractsException>(() => FindOrDeployAsync(other));

        Assert.Contains(Path.Combine(_folder, "31337.json"), error.Message, StringComparison.Ordinal);
        Assert.Contains($"genesis {line.Genesis}; this chain 31337 has genesis 0x", error.Message, StringComparison.Ordinal);
        Assert.Equal(0UL, await other.BlockNumberAsync());
        await Assert.ThrowsAsync<LostContractsException>(() => ContractDeployer.RefuseOtherChainAsync(other.Url, line, _folder));
    }

    [Fact]
    public async Task A_chain_that_lost_its_state_is_refused_by_the_contract_that_is_not_there()
    {
        var line = await FindOrDeployAsync(_anvil);
        await using var empty = await Anvil.StartAsync("--timestamp", "1700000000");

        var error = await Assert.ThrowsAsync<LostContractsException>(() => FindOrDeployAsync(empty));

        Assert.Contains(
            $"names AccessManager at {line.AccessManager.ToChecksumString()}; this chain has no contract there", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_of_another_chain_id_is_refused_by_both_ids()
    {
        await FindOrDeployAsync(_anvil);
        await using var other = await Anvil.StartAsync("--chain-id", "777");

        var error = await Assert.ThrowsAsync<WrongChainException>(() => FindOrDeployAsync(other));

        Assert.Contains("belongs to chain 31337; this chain has id 777", error.Message, StringComparison.Ordinal);
        Assert.Equal([Path.Combine(_folder, "31337.json")], Directory.GetFiles(_folder));
        Assert.Equal(0UL, await other.BlockNumberAsync());
    }

    [Fact]
    public async Task Another_operators_wallet_is_refused_by_both_wallets()
    {
        await FindOrDeployAsync(_anvil);
        var other = Address.Parse("0x00000000000000000000000000000000000000bb");

        var error = await Assert.ThrowsAsync<WrongChainException>(
            () => ContractDeployer.FindOrDeployAsync(_anvil.Url, _folder, DeployedChain.Admin, other, BondTimes.Default, CancellationToken.None));

        Assert.Contains(Certifier.ToChecksumString(), error.Message, StringComparison.Ordinal);
        Assert.Contains(other.ToChecksumString(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_of_another_version_is_refused_by_its_version()
    {
        var line = await FindOrDeployAsync(_anvil);
        // It answers to VERSION too, with its own.
        (line with { SubscriptionRegistry = line.DataCertification }).Save(ContractLine.FileOf(_folder, line.ChainId));

        var error = await Assert.ThrowsAsync<WrongChainException>(() => FindOrDeployAsync(_anvil));

        Assert.Contains($"names SubscriptionRegistry 1.2.0 at {line.DataCertification.ToChecksumString()}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"chainId\":31337}")]
    [InlineData("not json")]
    public async Task A_broken_file_is_refused_by_name_and_left_alone(string content)
    {
        var file = Path.Combine(_folder, "31337.json");
        await File.WriteAllTextAsync(file, content);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => FindOrDeployAsync(_anvil));

        Assert.StartsWith(file + ": ", error.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(file));
        Assert.Equal(0UL, await _anvil.BlockNumberAsync());
    }

    [Fact]
    public void A_folder_without_a_deployment_says_so() =>
        Assert.Contains("found no deployment", Assert.Throws<InvalidDataException>(() => ContractLine.LoadOnly(_folder)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Only_the_administrator_gives_roles()
    {
        var line = await FindOrDeployAsync(_anvil);
        var stranger = PrivateKey.Parse("0x0000000000000000000000000000000000000000000000000000000000000bad");
        var admin = await ContractAdmin.ConnectAsync(_anvil.Url, stranger, line);

        var error = await Assert.ThrowsAsync<TransactionRefusedException>(() => admin.AdmitProviderAsync(stranger.Address, CancellationToken.None));

        Assert.Contains("GrantRoleFunction", error.Message, StringComparison.Ordinal);
    }

    private Task<ContractLine> FindOrDeployAsync(Anvil anvil) =>
        ContractDeployer.FindOrDeployAsync(anvil.Url, _folder, DeployedChain.Admin, Certifier, BondTimes.Default, CancellationToken.None);
}
