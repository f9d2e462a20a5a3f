namespace Platone.Identity.SignIn;

/// <summary>A wallet does not get in; the reason is for whoever asked.</summary>
sealed class SignInRefusedException(string reason) : Exception(reason);
