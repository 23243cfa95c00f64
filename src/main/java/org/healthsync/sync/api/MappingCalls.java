package org.healthsync.sync.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.healthsync.override.BrokenMappingException;
import org.healthsync.override.MappingName;
import org.healthsync.override.MappingVersion;
import org.healthsync.override.Overrides;
import org.healthsync.override.Who;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.PublicAddress;
import org.healthsync.platform.TenantId;
import org.healthsync.platform.api.Caller;
import org.healthsync.platform.api.Fields;
import org.healthsync.platform.api.Json;
import org.healthsync.platform.api.Listing;
import org.healthsync.platform.api.PageCursor;
import org.healthsync.platform.api.PageSize;
import org.healthsync.sync.PreviewBody;
import org.jspecify.annotations.Nullable;

/** What can be done to one mapping, the same for the table and for streams. */
@Dependent
public class MappingCalls {

  private static final String VERSIONS = "mapping-versions";
  private static final String ACTIVATIONS = "mapping-activations";

  private final Overrides overrides;
  private final PublicAddress address;

  /** Delegates to {@code overrides}. */
  @Inject
  public MappingCalls(Overrides overrides, PublicAddress address) {
    this.overrides = overrides;
    this.address = address;
  }

  /** A text to be kept. */
  private record TextBody(@Nullable String yaml) {}

  Response add(
      MappingName name, @Nullable MediaType type, @Nullable String body, SecurityContext security) {
    String yaml = isJson(type) ? text(body) : body;
    if (yaml == null || yaml.isBlank()) {
      throw new ProblemException(ProblemCode.INVALID_FIELD, "Send the text of a mapping", "yaml");
    }
    try {
      MappingVersion added = overrides.add(name, Fields.longText("yaml", yaml), who(security));
      URI location = address.of("/api/v1/mappings/" + name + "/versions/" + added.number());
      return Response.created(location).entity(VersionJson.of(added, tenant(security))).build();
    } catch (BrokenMappingException e) {
      throw invalid(e);
    }
  }

  private static boolean isJson(@Nullable MediaType type) {
    return type != null && type.isCompatible(MediaType.APPLICATION_JSON_TYPE);
  }

  private static @Nullable String text(@Nullable String body) {
    try {
      return Json.mapper().readValue(body == null ? "" : body, TextBody.class).yaml();
    } catch (JsonProcessingException e) {
      throw new MalformedBody(e);
    }
  }

  Listing<VersionJson> versions(
      MappingName name,
      @Nullable Integer limit,
      @Nullable String cursor,
      SecurityContext security) {
    TenantId tenant = tenant(security);
    int size = PageSize.of(limit);
    int before = cursor == null ? Integer.MAX_VALUE : number(VERSIONS, cursor, Integer::valueOf);
    List<VersionJson> found =
        overrides.versions(name, before, size + 1).stream()
            .map(version -> VersionJson.of(version, tenant))
            .toList();
    return listing(VERSIONS, found, size, version -> Integer.toString(version.version()));
  }

  VersionText version(MappingName name, String number, SecurityContext security) {
    MappingVersion version = overrides.require(name, Fields.pathId(number, Integer::valueOf));
    return new VersionText(VersionJson.of(version, tenant(security)), version.yaml());
  }

  Listing<ActivationJson> activations(
      MappingName name,
      @Nullable Integer limit,
      @Nullable String cursor,
      SecurityContext security) {
    TenantId tenant = tenant(security);
    int size = PageSize.of(limit);
    long before = cursor == null ? Long.MAX_VALUE : number(ACTIVATIONS, cursor, Long::valueOf);
    List<ActivationJson> found =
        overrides.activations(name, before, size + 1).stream()
            .map(activation -> ActivationJson.of(activation, tenant))
            .toList();
    return listing(ACTIVATIONS, found, size, activation -> Long.toString(activation.sequence()));
  }

  ActivationJson activate(
      MappingName name, @Nullable ActivationBody body, SecurityContext security) {
    ActivationBody wanted = Fields.body(body);
    Integer number = PreviewBody.version(wanted.version(), "version");
    try {
      return ActivationJson.of(
          overrides.activate(name, number, wanted.reasonOrNothing(), who(security)),
          tenant(security));
    } catch (BrokenMappingException e) {
      throw invalid(e);
    }
  }

  ActivationJson rollBack(MappingName name, @Nullable RollbackBody body, SecurityContext security) {
    String reason = body == null ? "" : body.reasonOrNothing();
    try {
      return ActivationJson.of(overrides.rollBack(name, reason, who(security)), tenant(security));
    } catch (BrokenMappingException e) {
      throw invalid(e);
    }
  }

  static ProblemException invalid(BrokenMappingException e) {
    return new ProblemException(
        ProblemCode.MAPPING_INVALID, "Correct the mistakes; nothing has changed", e.mistakes());
  }

  private static TenantId tenant(SecurityContext security) {
    return Caller.of(security).tenant();
  }

  private static Who who(SecurityContext security) {
    Caller caller = Caller.of(security);
    return Who.caller(caller.tenant(), caller.subject());
  }

  private static <T> T number(String list, String cursor, Function<String, T> parser) {
    try {
      return parser.apply(PageCursor.decode(list, 1, cursor).keys().get(0));
    } catch (NumberFormatException e) {
      throw PageCursor.invalid();
    }
  }

  private static <T> Listing<T> listing(
      String list, List<T> found, int size, Function<T, String> key) {
    if (found.size() <= size) {
      return new Listing<>(found, null);
    }
    List<T> page = found.subList(0, size);
    String last = key.apply(page.get(size - 1));
    return new Listing<>(page, new PageCursor(list, List.of(last)).encode());
  }

  /** Carries what Jackson says of a body to where problems are made. */
  private static final class MalformedBody extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedBody(JsonProcessingException cause) {
      super(cause);
    }
  }
}
