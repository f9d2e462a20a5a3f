using System.Security.Cryptography;

namespace Platone.Cryptography;

/// <summary>The password is not that of the key file, or the file was changed: its authentication code does not fit.</summary>
public sealed class WrongPasswordException() : CryptographicException("The password is wrong, or the key file was changed.");
