using System.Globalization;
using Microsoft.Data.Sqlite;
using Platone.Cryptography;

namespace Platone.Storage.Sqlite;

/// <summary>SQL functions that read a field of a signed transaction: for the step from version 1, which kept only the whole.</summary>
static class TransactionFields
{
    public static void Register(SqliteConnection connection)
    {
        connection.CreateFunction("platone_recipient", (byte[] raw) => Of(raw).To?.ToArray() ?? Address.Zero.ToArray(), isDeterministic: true);
        connection.CreateFunction("platone_data", (byte[] raw) => Of(raw).Data.ToArray(), isDeterministic: true);
        connection.CreateFunction("platone_gas_limit", (byte[] raw) => (long)Of(raw).GasLimit, isDeterministic: true);
        connection.CreateFunction("platone_max_fee", (byte[] raw) => Of(raw).MaxFeePerGas.ToString(CultureInfo.InvariantCulture), isDeterministic: true);
        connection.CreateFunction(
            "platone_priority_fee", (byte[] raw) => Of(raw).MaxPriorityFeePerGas.ToString(CultureInfo.InvariantCulture), isDeterministic: true);
    }

    private static Eip1559Transaction Of(byte[] raw) => Eip1559Transaction.Decode(raw).Transaction;
}
