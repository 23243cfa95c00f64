package org.healthsync.sync;

import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/**
 * Stops the service while everything that it works with is still there. When the server announces
 * the end of the application scope to CDI, its persistence unit has gone already and the
 * announcement fails.
 */
@WebListener
public class ServiceStop implements ServletContextListener {

  @Inject ServiceLifecycle lifecycle;

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    lifecycle.stop();
  }
}
