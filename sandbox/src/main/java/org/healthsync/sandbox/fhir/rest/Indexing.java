package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.healthsync.sandbox.fhir.store.ResourceKey;
import org.healthsync.sandbox.fhir.store.SearchIndex;
import org.healthsync.sandbox.fhir.store.SearchParameter;
import org.healthsync.sandbox.fhir.store.TimeRange;
import org.healthsync.sandbox.fhir.store.Token;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r5.model.BaseDateTimeType;
import org.hl7.fhir.r5.model.CodeableConcept;
import org.hl7.fhir.r5.model.CodeableReference;
import org.hl7.fhir.r5.model.Coding;
import org.hl7.fhir.r5.model.Identifier;
import org.hl7.fhir.r5.model.Period;
import org.hl7.fhir.r5.model.PrimitiveType;
import org.hl7.fhir.r5.model.Reference;
import org.hl7.fhir.r5.model.Resource;

/** Takes out of a resource what searches look at. Thread-safe. */
final class Indexing {

  private final FhirContext context = R5.context();
  private final Map<String, Map<SearchParameter, List<BaseRuntimeChildDefinition>>> plans =
      new ConcurrentHashMap<>();

  /** The parameters that a resource type has. */
  Set<SearchParameter> parametersOf(String type) {
    return plan(type).keySet();
  }

  /** References are expected to be relative and settled. */
  SearchIndex index(Resource resource) {
    Map<SearchParameter, List<Token>> tokens = new EnumMap<>(SearchParameter.class);
    Map<SearchParameter, List<ResourceKey>> references = new EnumMap<>(SearchParameter.class);
    Map<SearchParameter, List<TimeRange>> times = new EnumMap<>(SearchParameter.class);
    plan(resource.fhirType())
        .forEach(
            (parameter, children) -> {
              List<IBase> values = values(resource, children);
              switch (parameter.kind()) {
                case TOKEN -> put(tokens, parameter, values.stream().flatMap(this::tokens));
                case REFERENCE ->
                    put(references, parameter, values.stream().flatMap(v -> keys(parameter, v)));
                case DATE -> put(times, parameter, values.stream().flatMap(this::times));
              }
            });
    return new SearchIndex(tokens, references, times);
  }

  private Map<SearchParameter, List<BaseRuntimeChildDefinition>> plan(String type) {
    return plans.computeIfAbsent(type, this::makePlan);
  }

  private Map<SearchParameter, List<BaseRuntimeChildDefinition>> makePlan(String type) {
    Map<SearchParameter, List<BaseRuntimeChildDefinition>> plan =
        new EnumMap<>(SearchParameter.class);
    for (SearchParameter parameter : SearchParameter.values()) {
      put(
          plan,
          parameter,
          context.getResourceDefinition(type).getChildren().stream()
              .filter(c -> parameter.elements().contains(c.getElementName().replace("[x]", ""))));
    }
    return plan;
  }

  private static <T> void put(
      Map<SearchParameter, List<T>> map, SearchParameter parameter, Stream<T> values) {
    List<T> list = values.toList();
    if (!list.isEmpty()) {
      map.put(parameter, list);
    }
  }

  private static List<IBase> values(Resource resource, List<BaseRuntimeChildDefinition> children) {
    List<IBase> values = new ArrayList<>();
    children.forEach(child -> values.addAll(child.getAccessor().getValues(resource)));
    values.removeIf(IBase::isEmpty);
    return values;
  }

  private Stream<Token> tokens(IBase value) {
    if (value instanceof CodeableConcept concept) {
      return concept.getCoding().stream().flatMap(this::tokens);
    } else if (value instanceof CodeableReference reference) {
      return tokens(reference.getConcept());
    } else if (value instanceof Coding coding) {
      return Stream.of(new Token(coding.getSystem(), coding.getCode()));
    } else if (value instanceof Identifier identifier) {
      return Stream.of(new Token(identifier.getSystem(), identifier.getValue()));
    } else if (value instanceof PrimitiveType<?> primitive) {
      return Stream.of(new Token(null, primitive.getValueAsString()));
    }
    return Stream.empty();
  }

  private static Stream<ResourceKey> keys(SearchParameter parameter, IBase value) {
    if (value instanceof CodeableReference either) {
      return keys(parameter, either.getReference());
    }
    if (value instanceof Reference reference && reference.hasReference()) {
      return ResourceKey.parse(reference.getReference()).stream()
          .filter(k -> parameter != SearchParameter.PATIENT || k.type().equals("Patient"));
    }
    return Stream.empty();
  }

  private Stream<TimeRange> times(IBase value) {
    if (value instanceof BaseDateTimeType time && time.hasValue()) {
      return Stream.of(TimeRange.parse(time.getValueAsString()));
    }
    if (value instanceof Period period) {
      return Stream.of(range(period));
    }
    return Stream.empty();
  }

  private static TimeRange range(Period period) {
    TimeRange start =
        period.hasStart()
            ? TimeRange.parse(period.getStartElement().getValueAsString())
            : TimeRange.ALWAYS;
    return period.hasEnd()
        ? start.until(TimeRange.parse(period.getEndElement().getValueAsString()))
        : start.until(TimeRange.ALWAYS);
  }
}
