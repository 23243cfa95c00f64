package org.healthsync.sync.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.healthsync.deliver.Delivered;
import org.healthsync.deliver.DeliveryListener;
import org.healthsync.fetch.FetchListener;
import org.healthsync.fetch.NoAnswer;
import org.healthsync.ledger.PageCommit;
import org.healthsync.notify.NotifyListener;
import org.healthsync.platform.ConnectionId;
import org.healthsync.platform.Lane;
import org.healthsync.platform.ProviderId;
import org.healthsync.platform.TenantId;
import org.healthsync.spi.Verdict;
import org.healthsync.sync.SyncListener;

/**
 * What the service counts. Tags are names of providers, streams, types and reasons, never persons,
 * connections or values.
 */
@ApplicationScoped
public class ServiceMetrics
    implements FetchListener, DeliveryListener, SyncListener, NotifyListener {

  @Inject MetricRegistry registry;

  @Override
  public void answered(ProviderId provider, String operation, Verdict.Kind verdict, Duration took) {
    registry
        .timer(
            "healthsync_provider_call",
            new Tag("provider", provider.value()),
            new Tag("operation", operation),
            new Tag("verdict", verdict.name()))
        .update(took);
  }

  @Override
  public void failed(ProviderId provider, String operation, NoAnswer reason, Duration took) {
    registry
        .timer(
            "healthsync_provider_call",
            new Tag("provider", provider.value()),
            new Tag("operation", operation),
            new Tag("verdict", "NO_ANSWER"))
        .update(took);
    count(
        "healthsync_provider_no_answer",
        1,
        new Tag("provider", provider.value()),
        new Tag("reason", reason.code()));
  }

  @Override
  public void putOff(ProviderId provider, String budget, Lane lane, Duration retryAfter) {
    count(
        "healthsync_budget_empty",
        1,
        new Tag("provider", provider.value()),
        new Tag("budget", budget),
        new Tag("lane", lane.name()));
  }

  @Override
  public void throttled(ProviderId provider, Duration closedFor) {
    count("healthsync_provider_throttled", 1, new Tag("provider", provider.value()));
  }

  @Override
  public void budgetsOnTheirOwn(boolean alone) {
    count("healthsync_budget_sharing_changes", 1, new Tag("alone", Boolean.toString(alone)));
  }

  @Override
  public void paused(ProviderId provider, Duration pause) {
    count("healthsync_provider_paused", 1, new Tag("provider", provider.value()));
  }

  @Override
  public void stored(ProviderId provider, String stream, PageCommit commit) {
    resources(provider, stream, "new", commit.added());
    resources(provider, stream, "changed", commit.changed());
    resources(provider, stream, "unchanged", commit.unchanged());
    resources(provider, stream, "deleted", commit.deleted());
    resources(provider, stream, "quarantined", commit.quarantined());
  }

  private void resources(ProviderId provider, String stream, String outcome, int number) {
    count(
        "healthsync_resources",
        number,
        new Tag("provider", provider.value()),
        new Tag("stream", stream),
        new Tag("outcome", outcome));
  }

  @Override
  public void notified(ProviderId provider, Duration took) {
    registry.timer("healthsync_notified", new Tag("provider", provider.value())).update(took);
  }

  @Override
  public void happened(ProviderId provider, Fate fate) {
    count(
        "healthsync_notifications",
        1,
        new Tag("provider", provider.value()),
        new Tag("fate", fate.name()));
  }

  @Override
  public void skipped(ProviderId provider, String what, int number) {
    count(
        "healthsync_skipped", number, new Tag("provider", provider.value()), new Tag("what", what));
  }

  @Override
  public void delivered(Delivered delivered) {
    Tag provider = new Tag("provider", delivered.provider());
    count("healthsync_delivered", 1, provider, new Tag("resource", delivered.resourceType()));
    Duration lag = delivered.lag();
    if (lag != null) {
      registry.timer("healthsync_delivery_lag", provider).update(lag);
    }
  }

  @Override
  public void refused(TenantId tenant, String resourceType, String readingType, String reason) {
    count(
        "healthsync_refused_by_fhir_server",
        1,
        new Tag("resource", resourceType),
        new Tag("reason", reason));
  }

  @Override
  public void sent(TenantId tenant, int entries, Duration took) {
    registry.timer("healthsync_bundle").update(took);
  }

  @Override
  public void held(TenantId tenant, ConnectionId connection, String reason) {
    count("healthsync_delivery_held", 1, new Tag("reason", reason));
  }

  private void count(String name, long number, Tag... tags) {
    if (number > 0) {
      registry.counter(name, tags).inc(number);
    }
  }
}
