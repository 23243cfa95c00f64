package org.healthsync.map.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.healthsync.map.fhir.Rendered.Deleted;
import org.healthsync.map.fhir.Rendered.Problem;
import org.healthsync.map.fhir.Rendered.Resources;
import org.healthsync.map.fhir.Rendered.Skipped;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.MappingProblem;
import org.healthsync.spi.reading.Reading;

/**
 * Step two of the mapping: a reading becomes FHIR R5 by its row of the table. Pure and thread-safe;
 * the same reading gives the same text, id and hash on every machine.
 */
public final class FhirRenderer {

  private final FhirMapping mapping;
  private final Units units = new Units();

  /**
   * Renders by a table.
   *
   * @param mapping the table
   */
  public FhirRenderer(FhirMapping mapping) {
    this.mapping = mapping;
  }

  /** The table that is used. */
  public FhirMapping mapping() {
    return mapping;
  }

  /**
   * Renders one reading; never throws for what is in it. A session does not list its members here:
   * only a page knows them.
   *
   * @param context whose it is
   * @param reading what was measured
   */
  public Rendered render(ResourceContext context, Reading reading) {
    return render(new ReadingRenderer(context, mapping, units), context, reading, PageMembers.NONE);
  }

  private Rendered render(
      ReadingRenderer renderer, ResourceContext context, Reading reading, PageMembers members) {
    Header header = reading.header();
    String type = header.type();
    if (reading instanceof Reading.Deletion) {
      UUID id = ResourceIds.of(context, type, header.sourceKey());
      return new Deleted(resourceType(type), id, type, header.sourceKey());
    }
    if (mapping.dropped().contains(type)) {
      return new Skipped(type);
    }
    try {
      return new Resources(renderer.resources(reading, members));
    } catch (UnrenderableException e) {
      return new Problem(new MappingProblem(e.code(), "", e.reason(), type, header.sourceKey()));
    }
  }

  /**
   * Renders all readings of a page. A resource that several readings give, as their Device, is in
   * the result once; of two with one identity the later content counts. Sessions come after all
   * else and list their members.
   *
   * @param context whose they are
   * @param readings in the order of the page
   */
  public RenderedPage renderPage(ResourceContext context, List<Reading> readings) {
    return renderPage(context, readings, resource -> true);
  }

  /**
   * As {@link #renderPage(ResourceContext, List)}, for a page of which not everything is sent. A
   * FHIR server that checks references would refuse a session for a member that never comes.
   *
   * @param sent whether a resource goes to the FHIR server; asked for members of sessions only
   */
  public RenderedPage renderPage(
      ResourceContext context, List<Reading> readings, Predicate<FhirResource> sent) {
    ReadingRenderer renderer = new ReadingRenderer(context, mapping, units);
    List<Reading> sessions = new ArrayList<>();
    Page page = new Page();
    for (Reading reading : readings) {
      if (hasMembers(reading)) {
        sessions.add(reading);
      } else {
        page.add(render(renderer, context, reading, PageMembers.NONE));
      }
    }
    PageMembers members =
        new PageMembers(sessions.isEmpty() ? List.of() : page.resources.values(), sent);
    sessions.forEach(session -> page.add(render(renderer, context, session, members)));
    return page.rendered();
  }

  /** By type and not by shape, so that a deletion stays in order with what it deletes. */
  private boolean hasMembers(Reading reading) {
    return mapping
        .row(reading.header().type())
        .map(row -> !row.structure().members().isEmpty())
        .orElse(false);
  }

  private String resourceType(String type) {
    return mapping.row(type).map(Row::resource).orElse(Row.Resource.OBSERVATION).fhirType();
  }

  /**
   * What became of a page.
   *
   * @param resources what others refer to first, such as Devices; no id twice
   * @param deleted what the provider withdrew
   * @param problems for quarantine
   * @param skipped how many readings the table leaves out, by type
   */
  public record RenderedPage(
      List<FhirResource> resources,
      List<Deleted> deleted,
      List<MappingProblem> problems,
      Map<String, Integer> skipped) {}

  private static final class Page {
    private final Map<UUID, FhirResource> resources = new LinkedHashMap<>();
    private final Map<UUID, Deleted> deleted = new LinkedHashMap<>();
    private final List<MappingProblem> problems = new ArrayList<>();
    private final Map<String, Integer> skipped = new TreeMap<>();

    void add(Rendered rendered) {
      if (rendered instanceof Resources made) {
        for (FhirResource resource : made.resources()) {
          resources.put(resource.id(), resource);
          deleted.remove(resource.id());
        }
      } else if (rendered instanceof Deleted gone) {
        resources.values().removeIf(gone::isOf);
        deleted.put(gone.id(), gone);
      } else if (rendered instanceof Problem problem) {
        problems.add(problem.problem());
      } else if (rendered instanceof Skipped left) {
        skipped.merge(left.readingType(), 1, Integer::sum);
      }
    }

    RenderedPage rendered() {
      return new RenderedPage(
          List.copyOf(resources.values()),
          List.copyOf(deleted.values()),
          List.copyOf(problems),
          Map.copyOf(skipped));
    }
  }
}
