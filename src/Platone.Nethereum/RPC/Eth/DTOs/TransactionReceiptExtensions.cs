namespace Nethereum.RPC.Eth.DTOs;

public static class TransactionReceiptExtensions
{
    public static bool Failed(this TransactionReceipt receipt, bool treatNullStatusAsFailure = false) => receipt.HasErrors() ?? treatNullStatusAsFailure;

    public static bool Succeeded(this TransactionReceipt receipt, bool treatNullStatusAsFailure = false) => !receipt.Failed(treatNullStatusAsFailure);
}
