package org.healthsync.schedule;

import java.time.Duration;
import org.healthsync.platform.ConfigReader;

/**
 * How a replica works on the queue.
 *
 * @param workers jobs at the same time
 * @param expressWorkers further jobs at the same time, for urgent syncs only
 * @param pollingInterval pause between looks for due work; wake-ups make it shorter
 * @param heartbeat how often a replica says that its jobs live
 * @param missedHeartbeats after so many its jobs are given to others
 * @param grace how long a stopping replica waits for its jobs
 * @param quantum how long one connection may hold a worker while others wait
 * @param ageing how long work waits before it is raised by one lane
 * @param maxAttempts failures in a row after which a request is given up
 */
public record ScheduleSettings(
    int workers,
    int expressWorkers,
    Duration pollingInterval,
    Duration heartbeat,
    int missedHeartbeats,
    Duration grace,
    Duration quantum,
    Duration ageing,
    int maxAttempts) {

  /** Reads the settings. */
  public static ScheduleSettings from(ConfigReader config) {
    return new ScheduleSettings(
        (int) config.integer("healthsync.schedule.workers", 8, 1, 200),
        (int) config.integer("healthsync.schedule.express-workers", 2, 1, 50),
        config.duration("healthsync.schedule.polling-interval", Duration.ofSeconds(1)),
        config.duration("healthsync.schedule.heartbeat", Duration.ofSeconds(3)),
        (int) config.integer("healthsync.schedule.missed-heartbeats", 4, 4, 100),
        config.duration("healthsync.schedule.grace", Duration.ofSeconds(20)),
        config.duration("healthsync.schedule.quantum", Duration.ofSeconds(10)),
        config.duration("healthsync.schedule.ageing", Duration.ofMinutes(1)),
        (int) config.integer("healthsync.schedule.max-attempts", 8, 1, 100));
  }
}
