package org.healthsync.faults.check;

/** What the service promises, whatever happens. */
public enum Promise {
  NOTHING_LOST("nothing lost"),
  NOTHING_EXTRA("nothing extra"),
  NOTHING_TWICE("nothing twice"),
  CONTENT_OF_THE_SOURCE("content of the source"),
  VERSIONS_ARE_CHANGES("versions are changes"),
  WITHIN_QUOTA("never over quota"),
  ONE_REFRESH("one refresh for each rotation"),
  CURSOR_BEHIND_STORE("cursor never ahead of the store"),
  NOTHING_STUCK("nothing stuck");

  private final String text;

  Promise(String text) {
    this.text = text;
  }

  /** As people say it. */
  public String text() {
    return text;
  }
}
