package org.healthsync.fetch;

import java.time.Duration;
import org.healthsync.platform.CrashPoint;
import org.healthsync.plugin.ActivePlugin;
import org.healthsync.plugin.PluginCall;
import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.http.ProviderHttp;
import org.healthsync.spi.stream.FetchRequest;
import org.healthsync.spi.stream.Page;

/** Lets a plugin fetch one page, and checks what it returns. Safe for many threads. */
public final class PageFetcher {

  private final PluginCall call;
  private final Duration deadline;
  private final long maxPage;

  /** Fetches within the limits of {@code settings}. */
  public PageFetcher(PluginCall call, FetchSettings settings) {
    this.call = call;
    this.deadline = settings.page();
    this.maxPage = settings.maxPage();
  }

  /**
   * One page. Blocks until it is there or the deadline has passed.
   *
   * @param http sends as the account of the request; the plugin can use it during this call only
   * @return a complete page whose cursor has moved when more follows
   * @throws ProviderException when no page could be had; {@code THROTTLED} says when to come back
   */
  public Page fetch(ActivePlugin plugin, FetchRequest request, ProviderHttp http)
      throws ProviderException {
    try (LentHttp lent = new LentHttp(http)) {
      Page page =
          call.within(
              deadline,
              plugin.containment(),
              "fetch",
              () -> plugin.provider().fetch(request, lent));
      requireComplete(page, request);
      CrashPoint.AFTER_FETCH.pass();
      return page;
    }
  }

  private void requireComplete(Page page, FetchRequest request) throws ProviderException {
    if (page.raw() == null || page.next() == null || page.raw().payload() == null) {
      throw defect("fetch returned a page without payload or cursor");
    }
    if (page.next().value() == null
        || page.raw().contentType() == null
        || page.raw().fetchedAt() == null) {
      throw defect("fetch returned a page with a missing part");
    }
    if (!request.stream().equals(page.raw().stream())) {
      throw defect("fetch returned a page of another stream than " + request.stream());
    }
    if (page.raw().payload().size() > maxPage) {
      throw new ProviderException(
          StandardError.BAD_PAYLOAD, "the page is larger than " + maxPage + " bytes");
    }
    if (page.more() && page.next().equals(request.progress())) {
      throw new ProviderException(
          StandardError.ENDLESS_PAGING,
          "stream " + request.stream() + " promises more but its cursor does not move");
    }
  }

  private static ProviderException defect(String what) {
    return new ProviderException(StandardError.PLUGIN_DEFECT, what);
  }
}
