using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;
using Platone.Protocol;

namespace Platone.ServiceDefaults;

/// <summary>What every service shares: problem details for errors, health, an OpenAPI document, wallet-signed requests.</summary>
public static class PlatoneDefaults
{
    public static void AddPlatoneDefaults(this WebApplicationBuilder builder, string title)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddProblemDetails();
        services.AddHealthChecks();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ProtocolJson.Default));
        services.AddAuthentication(SignedRequest.Scheme).AddScheme<SignedRequestOptions, SignedRequestHandler>(SignedRequest.Scheme, configureOptions: null);
        services.AddSingleton<NonceWindow>();
        services.AddAuthorization();
        services.AddOpenApi("v1", options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = title;
                return Task.CompletedTask;
            });
        });
    }

    public static void UsePlatoneDefaults(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOpenApi();
        app.MapHealthChecks("/health");
    }

    /// <summary>A request whose content is wrong: 400 with the reason as problem details.</summary>
    public static IResult BadRequest(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
