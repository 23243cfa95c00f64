package org.healthsync.connect;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Scopes in one text column, separated by blanks (RFC 6749 section 3.3: a scope holds none). */
@Converter
public class ScopesColumn implements AttributeConverter<Set<String>, String> {

  @Override
  public String convertToDatabaseColumn(@Nullable Set<String> value) {
    return value == null ? "" : String.join(" ", new TreeSet<>(value));
  }

  @Override
  public Set<String> convertToEntityAttribute(@Nullable String value) {
    return value == null
        ? Set.of()
        : Arrays.stream(value.split(" ", -1))
            .filter(scope -> !scope.isEmpty())
            .collect(Collectors.toUnmodifiableSet());
  }
}
