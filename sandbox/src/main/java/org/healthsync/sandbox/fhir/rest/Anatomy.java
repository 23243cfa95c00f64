package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r5.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * All elements of a resource, and the required ones that are not there, found in one walk over
 * HAPI's definitions.
 *
 * @param nodes in document order, the resource itself first
 * @param missing paths of absent elements with a minimum cardinality above 0
 */
record Anatomy(List<Node> nodes, List<String> missing) {

  /** An element and where it is. */
  record Node(@Nullable Node parent, String name, IBase element) {

    /** Such as {@code Observation.component.value}. */
    String path() {
      return parent == null ? name : parent.path() + "." + name;
    }
  }

  static Anatomy of(Resource resource) {
    Anatomy anatomy = new Anatomy(new ArrayList<>(), new ArrayList<>());
    anatomy.walk(new Node(null, resource.fhirType(), resource), R5.context());
    return anatomy;
  }

  private void walk(Node node, FhirContext context) {
    nodes.add(node);
    BaseRuntimeElementDefinition<?> definition =
        node.element() instanceof Resource resource
            ? context.getResourceDefinition(resource)
            : context.getElementDefinition(node.element().getClass());
    if (definition instanceof BaseRuntimeElementCompositeDefinition<?> composite) {
      for (BaseRuntimeChildDefinition child : composite.getChildrenAndExtension()) {
        walkChild(node, child, context);
      }
    }
  }

  private void walkChild(Node node, BaseRuntimeChildDefinition child, FhirContext context) {
    boolean found = false;
    for (IBase value : child.getAccessor().getValues(node.element())) {
      if (value != null && !value.isEmpty()) {
        found = true;
        walk(new Node(node, child.getElementName(), value), context);
      }
    }
    if (!found && child.getMin() > 0) {
      missing.add(node.path() + "." + child.getElementName());
    }
  }
}
