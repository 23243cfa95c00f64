/**
 * A simulated Withings cloud: consent, tokens, paged reads, notifications, rate limit and faults
 * over real HTTP, with made-up people behind it. Start one with {@link
 * org.healthsync.sandbox.withings.WithingsCloud}; steer it with {@link
 * org.healthsync.sandbox.withings.SandboxControl} or, from any language, with the JSON calls below
 * {@code /control}:
 *
 * <pre>
 * GET    users                          the account holders
 * GET    users/{id}/truth               everything the account holds or held
 * POST   users/{id}/{stream}            add a record: vendor fields, the rest is made up
 * PUT    users/{id}/{stream}/{key}      correct a record
 * DELETE users/{id}/{stream}/{key}      delete a record
 * PUT    users/{id}/pages/{stream}      serve raw bodies: {"pages":["..."],"repeatLast":false}
 * DELETE users/{id}/pages/{stream}      serve generated data again
 * POST   users/{id}/revoke              the person removes the application
 * POST   users/{id}/expire-access-tokens
 * POST   faults                         {"fault":"DELAY","times":2,"action":"measure/getmeas",
 *                                        "delayMillis":500}; only the fault is required
 * DELETE faults                         forget those that have not struck yet
 * GET    stats                          what clients did, in numbers
 * GET    calls                          what clients did, call by call, without secrets
 * POST   redirect-uris                  {"uri":"http://localhost:9080/oauth/callback"}
 * POST   reset                          back to the state after the start
 * </pre>
 *
 * Streams: measures, activity, sleep, workouts, heart; for raw pages also intraday and
 * sleep-detail. An action is the last part of the path and the vendor's action, as in
 * "measure/getmeas" or "oauth2/requesttoken".
 */
@NullMarked
package org.healthsync.sandbox.withings;

import org.jspecify.annotations.NullMarked;
