namespace Platone.Identity.Tests;

/// <summary>Who asks, in the order of the columns of <see cref="EveryRouteTests"/>.</summary>
enum Caller
{
    Nobody,
    BadSignature,
    ExpiredToken,
    ForeignToken,
    Stranger,
    Consumer,
    ConsumerByToken,
    RevokedConsumer,
    Provider,
    ProviderByToken,
    DismissedProvider,
    Delegate,
    Operator,
    Service,
    Device,
}
