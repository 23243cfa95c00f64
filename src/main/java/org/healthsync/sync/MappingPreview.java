package org.healthsync.sync;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import org.healthsync.archive.ArchivedPage;
import org.healthsync.archive.RawArchive;
import org.healthsync.map.StreamMapper;
import org.healthsync.map.fhir.ResourceContext;
import org.healthsync.override.BrokenMappingException;
import org.healthsync.override.Candidates;
import org.healthsync.override.Choice;
import org.healthsync.override.MappingName;
import org.healthsync.platform.Audit;
import org.healthsync.platform.Database;
import org.healthsync.platform.PageId;
import org.healthsync.platform.ProblemCode;
import org.healthsync.platform.ProblemException;
import org.healthsync.platform.Sealer;
import org.healthsync.platform.TenantId;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.spi.stream.Payload;
import org.healthsync.spi.stream.RawPage;
import org.healthsync.spi.stream.StreamDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a mapping makes of a page, and how that differs from what the one at work makes.
 * Stores nothing but, when an archived page is looked at, who did so.
 */
public final class MappingPreview {

  private final Candidates candidates;
  private final KnownMappings known;
  private final RawArchive archive;
  private final SyncTargets targets;
  private final PageMaker maker;
  private final SyncSettings settings;
  private final Database database;
  private final Audit audit;
  private final Clock clock;

  MappingPreview(
      Candidates candidates,
      KnownMappings known,
      RawArchive archive,
      SyncTargets targets,
      PageMaker maker,
      SyncSettings settings,
      Database database,
      Audit audit,
      Clock clock) {
    this.candidates = candidates;
    this.known = known;
    this.archive = archive;
    this.targets = targets;
    this.maker = maker;
    this.settings = settings;
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Shows it.
   *
   * @param tenant whose archived pages may be looked at
   * @param actor token subject of the caller
   * @throws BrokenMappingException when the mapping cannot be used at all
   * @throws ProblemException for what is wrong with the body
   */
  public PreviewView of(TenantId tenant, String actor, PreviewBody body)
      throws BrokenMappingException {
    Subject subject = subject(tenant, actor, body);
    PageMapping mapping = mapping(subject, body.mapping(), body.table());
    return PreviewedPage.of(mapping, subject.context(), subject.raw()).view(active(subject));
  }

  private PreviewedPage active(Subject subject) {
    try {
      PageMapping mapping = mapping(subject, Choice.ACTIVE, Choice.ACTIVE);
      return PreviewedPage.of(mapping, subject.context(), subject.raw());
    } catch (BrokenMappingException e) {
      return PreviewedPage.nothing();
    }
  }

  private PageMapping mapping(Subject subject, Choice stream, Choice table)
      throws BrokenMappingException {
    MappingName name = MappingName.of(subject.plugin().descriptor().id(), subject.stream().name());
    StreamMapper mapper =
        candidates.stream(name, stream)
            .<StreamMapper>map(own -> own)
            .orElseGet(() -> known.mapper(subject.plugin(), subject.stream()));
    return new PageMapping(mapper, candidates.table(table));
  }

  private Subject subject(TenantId tenant, String actor, PreviewBody body) {
    if ((body.payload() == null) == (body.page() == null)) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "Give a payload or the id of a page", "payload");
    }
    ActivePlugin plugin = known.plugin(required(body.provider(), "provider"));
    StreamDescriptor stream = known.stream(plugin, required(body.stream(), "stream"));
    return body.page() == null
        ? pasted(tenant, plugin, stream, body)
        : archived(tenant, actor, plugin, stream, body.page());
  }

  private Subject pasted(
      TenantId tenant, ActivePlugin plugin, StreamDescriptor stream, PreviewBody body) {
    Map<String, String> attributes = body.attributes();
    RawPage raw =
        new RawPage(
            stream.name(),
            Payload.of(String.valueOf(body.payload())),
            "application/json",
            attributes == null ? Map.of() : attributes,
            clock.instant());
    try {
      ResourceContext context =
          new ResourceContext(
              tenant.value(),
              plugin.descriptor().id(),
              "preview",
              body.patient() == null ? "Patient/preview" : body.patient(),
              settings.fhirBase(),
              ZoneId.of(body.timeZone() == null ? "UTC" : body.timeZone()));
      return new Subject(plugin, stream, context, raw);
    } catch (DateTimeException e) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "The value must be an IANA time zone", "timeZone");
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "The value must be Patient/<id>", "patient");
    }
  }

  private Subject archived(
      TenantId tenant, String actor, ActivePlugin plugin, StreamDescriptor stream, String id) {
    ArchivedPage page = page(tenant, id);
    SyncTarget target =
        targets
            .find(page.head().connection())
            .orElseThrow(
                () ->
                    new ProblemException(
                        ProblemCode.CONFLICT, "The page's connection is not active"));
    if (!target.plugin().id().equals(plugin.id()) || !page.head().stream().equals(stream.name())) {
      throw new ProblemException(
          ProblemCode.INVALID_FIELD, "The page is of another provider or stream", "page");
    }
    database.inTransaction(
        transaction -> {
          audit.write(transaction, tenant, actor, "raw-page-previewed", id, "");
          return id;
        });
    return new Subject(plugin, stream, maker.context(target), page.raw());
  }

  private ArchivedPage page(TenantId tenant, String id) {
    try {
      return archive.find(tenant, PageId.parse(id)).orElseThrow(MappingPreview::noPage);
    } catch (IllegalArgumentException | Sealer.BrokenSealException e) {
      throw noPage();
    }
  }

  private static ProblemException noPage() {
    return new ProblemException(ProblemCode.NOT_FOUND, "There is no page of that id");
  }

  private static String required(@Nullable String value, String field) {
    if (value == null) {
      throw new ProblemException(ProblemCode.INVALID_FIELD, "The field is missing", field);
    }
    return value;
  }

  private record Subject(
      ActivePlugin plugin, StreamDescriptor stream, ResourceContext context, RawPage raw) {}
}
