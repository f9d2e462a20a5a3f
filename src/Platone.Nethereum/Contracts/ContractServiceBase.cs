using Nethereum.Contracts.ContractHandlers;

namespace Nethereum.Contracts;

/// <summary>What the generated service of a contract knows: its address, and the classes of its functions, events and errors.</summary>
public abstract class ContractServiceBase : IContractService, IContractHandlerService
{
    protected ContractServiceBase()
    {
    }

    public ContractHandler ContractHandler { get; set; }

    public string ContractAddress => ContractHandler.ContractAddress;

    public abstract List<Type> GetAllFunctionTypes();

    public abstract List<Type> GetAllEventTypes();

    public abstract List<Type> GetAllErrorTypes();

    /// <returns>The exception with the decoded error of this contract; null where it is none of its errors.</returns>
    public SmartContractCustomErrorRevertExceptionErrorDecoded FindCustomErrorException(SmartContractCustomErrorRevertException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var type = GetAllErrorTypes().Find(exception.IsCustomErrorFor);
        return type is null ? null : SmartContractCustomErrorRevertExceptionErrorDecoded.Create(type, exception);
    }

    /// <summary>Throws what <see cref="FindCustomErrorException"/> finds.</summary>
    public void HandleCustomErrorException(SmartContractCustomErrorRevertException exception)
    {
        if (FindCustomErrorException(exception) is { } decoded) throw decoded;
    }
}
