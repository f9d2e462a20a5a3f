using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
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
        services.ConfigureHttpJsonOptions(json => BeStrict(json.SerializerOptions));
        services.AddAuthentication(HeaderScheme.Name)
            .AddPolicyScheme(HeaderScheme.Name, displayName: null, HeaderScheme.Configure)
            .AddScheme<SignedRequestOptions, SignedRequestHandler>(SignedRequest.Scheme, configureOptions: null);
        services.AddSingleton<NonceWindow>();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(call => call.User.Device() is null).Build())
            .AddPolicy(Callers.DevicesToo, policy => policy.RequireAuthenticatedUser());
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
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            // A body that is too long or cut off shows while it is read for its signature: that is the client's doing.
            StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseStatusCodePages();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOpenApi();
        app.MapHealthChecks("/health");
    }

    /// <summary>Bodies are read by the words of Protocol, and as strictly: the resolver brings the types' shapes, not the options of its context.</summary>
    private static void BeStrict(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, ProtocolJson.Default);
        options.UnmappedMemberHandling = ProtocolJson.Default.Options.UnmappedMemberHandling;
        options.AllowDuplicateProperties = ProtocolJson.Default.Options.AllowDuplicateProperties;
        options.RespectNullableAnnotations = ProtocolJson.Default.Options.RespectNullableAnnotations;
        options.RespectRequiredConstructorParameters = ProtocolJson.Default.Options.RespectRequiredConstructorParameters;
    }

    /// <summary>A request whose content is wrong: 400 with the reason as problem details.</summary>
    public static IResult BadRequest(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
