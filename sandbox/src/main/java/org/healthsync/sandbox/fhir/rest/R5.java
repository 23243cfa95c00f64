package org.healthsync.sandbox.fhir.rest;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.ParserOptions;
import ca.uhn.fhir.parser.StrictErrorHandler;

/**
 * The R5 model of this server, one per JVM. It is not {@link FhirContext#forR5Cached()}: strict
 * parsing is a setting of the context, and that one belongs to everybody in the JVM.
 */
public final class R5 {

  private static final FhirContext CONTEXT = strict();

  private R5() {}

  public static FhirContext context() {
    return CONTEXT;
  }

  private static FhirContext strict() {
    FhirContext context = FhirContext.forR5();
    context.setParserErrorHandler(new StrictErrorHandler());
    ParserOptions options = new ParserOptions();
    options.setStripVersionsFromReferences(false);
    options.setOverrideResourceIdWithBundleEntryFullUrl(false);
    context.setParserOptions(options);
    return context;
  }
}
