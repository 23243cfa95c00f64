package org.healthsync.connect.api;

import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.healthsync.connect.oauth.AuthorizationFlow.Wish;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.UserId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Body of POST connection.
 *
 * @param provider id of the provider
 * @param returnUrl where the browser goes after consent; registered for the tenant
 * @param region id of the provider's region, its default when left out
 */
@Schema(name = "ConnectionBody", description = "What to connect, and where to go afterwards")
public record ConnectionBody(
    @Schema(example = "withings", required = true) @Nullable String provider,
    @Schema(example = "https://app.example/done", required = true) @Nullable String returnUrl,
    @Schema(description = "Region of the provider; its default when left out")
        @Nullable String region) {

  Wish wish(Caller caller, UserId user) {
    return new Wish(
        caller.tenant(),
        user,
        Fields.required("provider", provider, ProviderId::new, "the id of a provider"),
        region,
        Fields.required("returnUrl", returnUrl, URI::create, "an absolute URL"),
        caller.subject());
  }
}
