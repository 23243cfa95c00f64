package org.healthsync.platform.api;

import com.fasterxml.jackson.databind.JsonMappingException;

/** Where in a body something is wrong, such as {@code streams[0]}. */
final class JsonPath {

  private JsonPath() {}

  static String of(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }
}
