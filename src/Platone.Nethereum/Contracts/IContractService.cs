namespace Nethereum.Contracts;

public interface IContractService;
