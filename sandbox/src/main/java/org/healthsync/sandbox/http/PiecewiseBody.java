package org.healthsync.sandbox.http;

import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Writes the pieces of a reply one after the other; between two pieces a timer waits, not a thread.
 */
final class PiecewiseBody extends IteratingCallback {

  private final Reply reply;
  private final Response response;
  private final Scheduler scheduler;
  private final Callback done;
  private int next;

  PiecewiseBody(Reply reply, Response response, Scheduler scheduler, Callback done) {
    this.reply = reply;
    this.response = response;
    this.scheduler = scheduler;
    this.done = done;
  }

  @Override
  protected Action process() {
    if (next == reply.pieces()) {
      return Action.SUCCEEDED;
    }
    int piece = next++;
    Runnable write = () -> response.write(next == reply.pieces(), reply.piece(piece), this);
    if (reply.pause().isZero()) {
      write.run();
    } else {
      var unused = scheduler.schedule(write, reply.pause());
    }
    return Action.SCHEDULED;
  }

  @Override
  protected void onCompleteSuccess() {
    done.succeeded();
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    done.failed(cause);
  }
}
