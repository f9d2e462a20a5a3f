using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Platone.Identity.Store;

static class IdentityStoreServices
{
    /// <summary>The store and OpenIddict's managers over it. Nothing is cached: a command beside the service changes it too.</summary>
    public static void AddIdentityStore(this IServiceCollection services, string file)
    {
        services.AddDbContext<IdentityStore>(options => IdentityStore.Use(options, file));
        services.AddOpenIddict().AddCore(core =>
        {
            core.UseEntityFrameworkCore().UseDbContext<IdentityStore>();
            core.DisableEntityCaching();
        });
    }
}
