package org.healthsync.sync;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Stops the service with the application. By plain reference: when the server tells the end, its
 * CDI contexts and its persistence unit have gone already.
 */
@WebListener
public class ServiceStop implements ServletContextListener {

  /** Attribute of the servlet context: what to run at the end. */
  static final String STOP = ServiceStop.class.getName();

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (event.getServletContext().getAttribute(STOP) instanceof Runnable stop) {
      stop.run();
    }
  }
}
