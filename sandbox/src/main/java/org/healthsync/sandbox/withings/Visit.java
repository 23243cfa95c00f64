package org.healthsync.sandbox.withings;

import org.healthsync.sandbox.withings.history.Person;

/** A call with a user's token that was let in. */
record Visit(Account account, Grant grant, Params params) {

  Person person() {
    return account.person();
  }

  @Override
  public String toString() {
    return params.toString();
  }
}
