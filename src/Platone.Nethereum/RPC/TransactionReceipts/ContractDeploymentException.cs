using Nethereum.RPC.Eth.DTOs;

namespace Nethereum.RPC.TransactionReceipts;

sealed class ContractDeploymentException(TransactionReceipt receipt)
    : Exception($"Code not deployed successfully: transaction {receipt.TransactionHash} left no code at {receipt.ContractAddress}.");
