package org.healthsync.withings;

import java.util.List;
import org.healthsync.spi.http.ProviderRequest;
import org.healthsync.spi.http.ProviderRequest.Parameter;

/**
 * One service of the API: a path serves several, and {@code action} tells which.
 *
 * @param fixed parameters of every call
 */
record Service(String path, String action, List<Parameter> fixed) {

  /** The fields that are wanted; without them only some come. */
  static Service withFields(String path, String action, String fields) {
    return new Service(path, action, List.of(new Parameter("data_fields", fields)));
  }

  /** The request that every call begins with. */
  ProviderRequest request() {
    ProviderRequest request =
        ProviderRequest.post(WithingsDescriptor.API, path, operation()).withForm("action", action);
    for (Parameter parameter : fixed) {
      request = request.withForm(parameter.name(), parameter.value());
    }
    return request;
  }

  /** Name of the call in metrics and verdicts: one action name serves several paths. */
  String operation() {
    return action.equals("get") ? path.substring(path.lastIndexOf('/') + 1) + "-get" : action;
  }
}
