using System.Globalization;
using Nethereum.Contracts;
using Platone.Contracts.Bindings.CertificationBond.ContractDefinition;
using Platone.Cryptography;

namespace Platone.Contracts.Certification;

/// <summary>The bond's custom errors in words.</summary>
static class BondErrors
{
    public static string Describe(SmartContractCustomErrorRevertException error)
    {
        if (error.IsCustomErrorFor<NotOverdueError>()) return $"the receipt is not overdue: it promises {Time(error.DecodeError<NotOverdueError>().CertifyBy)}";
        if (error.IsCustomErrorFor<AlreadyPresentedError>())
            return $"the receipt was presented before: {Id(error.DecodeError<AlreadyPresentedError>().ReceiptId)}";
        if (error.IsCustomErrorFor<NotOpenError>()) return NotOpen((ChallengeStatus)error.DecodeError<NotOpenError>().Status);
        if (error.IsCustomErrorFor<NotCertifiedError>()) return "the batch is not what the chain has under the certifier's number";
        if (error.IsCustomErrorFor<NotIncludedError>()) return "the path does not lead from the receipt's leaf to the batch's root";
        if (error.IsCustomErrorFor<PositionOutOfRangeError>()) return "the position lies outside of the tree";
        if (error.IsCustomErrorFor<WrongPathLengthError>()) return "the path does not fit the position";
        if (error.IsCustomErrorFor<WindowOpenError>()) return $"the receipt can be answered until {Time(error.DecodeError<WindowOpenError>().Deadline)}";
        if (error.IsCustomErrorFor<EmptyDepositError>()) return "the deposit is empty";
        if (error.IsCustomErrorFor<NoCertifierError>()) return "the deposit is for nobody";
        if (error.IsCustomErrorFor<NoBondError>()) return "the wallet has no bond";
        if (error.IsCustomErrorFor<WithdrawalAlreadyAnnouncedError>())
            return $"the withdrawal is announced already, for {Time(error.DecodeError<WithdrawalAlreadyAnnouncedError>().WithdrawableFrom)}";
        if (error.IsCustomErrorFor<WithdrawalNotAnnouncedError>()) return "no withdrawal is announced";
        if (error.IsCustomErrorFor<WithdrawalTooEarlyError>())
            return $"the bond can be withdrawn from {Time(error.DecodeError<WithdrawalTooEarlyError>().WithdrawableFrom)} on";
        if (error.IsCustomErrorFor<ChallengesOpenError>()) return $"{error.DecodeError<ChallengesOpenError>().Open} presented receipts are open";
        if (error.IsCustomErrorFor<NoCreditError>()) return "the wallet has won nothing that it did not take";
        return $"the contract reverted with {error.ExceptionEncodedData}";
    }

    private static string NotOpen(ChallengeStatus status) => status switch
    {
        ChallengeStatus.None => "the receipt was never presented",
        ChallengeStatus.Answered => "the receipt is answered",
        ChallengeStatus.Omitted => "the receipt is claimed: the record was omitted",
        _ => $"the receipt is {status}",
    };

    private static Hash256 Id(byte[] id) => new(id);

    /// <summary>Receipts may name times that no calendar has.</summary>
    private static string Time(ulong seconds) => seconds <= 253_402_300_799
        ? DateTimeOffset.FromUnixTimeSeconds((long)seconds).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
        : $"Unix second {seconds}";
}
