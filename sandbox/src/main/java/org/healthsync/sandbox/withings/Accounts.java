package org.healthsync.sandbox.withings;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsync.sandbox.withings.history.History;
import org.healthsync.sandbox.withings.history.Person;

/** The accounts of the cloud, in the order of their users. */
final class Accounts {

  private final Map<Long, Account> byUserId = new LinkedHashMap<>();

  Accounts(WithingsCloudOptions options) {
    for (int index = 0; index < options.users(); index++) {
      Person person = Person.at(index, options.seed());
      History history =
          new History(person, options.start(), options.end())
              .only(options.streams())
              .withDetailOf(options.detailDays());
      byUserId.put(person.userId(), new Account(person, history));
    }
  }

  Collection<Account> all() {
    return Collections.unmodifiableCollection(byUserId.values());
  }

  Optional<Account> find(long userId) {
    return Optional.ofNullable(byUserId.get(userId));
  }

  /** The account of a user id in text; empty for anything that is none. */
  Optional<Account> find(String userId) {
    return all().stream()
        .filter(account -> Long.toString(account.person().userId()).equals(userId))
        .findFirst();
  }
}
