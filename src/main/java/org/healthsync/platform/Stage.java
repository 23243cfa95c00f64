package org.healthsync.platform;

/** Where in the flow something happened; used in quarantine, logs and metrics. */
public enum Stage {
  /** Authorization and tokens. */
  CONNECT,
  /** Asking the provider. */
  FETCH,
  /** Payload to readings to FHIR. */
  MAP,
  /** Proof of validity. */
  VALIDATE,
  /** The one transaction. */
  STORE,
  /** Sending to the FHIR server. */
  DELIVER
}
