package org.healthsync.platform;

/**
 * Command that prints a fresh keyset for {@code healthsync.keyset}. Keep it as you keep a password.
 */
public final class NewKeyset {

  private NewKeyset() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    System.out.println(Sealer.newKeyset().reveal());
  }
}
