package org.healthsync.sync;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Stops the service with the application or the whole server.
 *
 * <p>By plain reference, and by a hook of the JVM: a server that is told to end waits for running
 * jobs before it tells the application, and jobs would be taken until then. When the application
 * hears of it, its CDI contexts and its persistence unit have gone already.
 */
@WebListener
public class ServiceStop implements ServletContextListener {

  private static final System.Logger LOG = System.getLogger(ServiceStop.class.getName());
  private static final String HOOK = ServiceStop.class.getName();

  /** Runs {@code stop} once, when the server is told to end or the application is removed. */
  static void with(ServletContext application, Runnable stop) {
    Thread hook = new Thread(stop, "service-stop");
    Runtime.getRuntime().addShutdownHook(hook);
    application.setAttribute(HOOK, hook);
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (event.getServletContext().getAttribute(HOOK) instanceof Thread hook) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
        hook.start();
      } catch (IllegalStateException e) {
        LOG.log(System.Logger.Level.DEBUG, "the JVM ends and has started the stop by itself");
      }
      awaitEnd(hook);
    }
  }

  // what it needs must stay until it has ended
  private static void awaitEnd(Thread hook) {
    try {
      hook.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
