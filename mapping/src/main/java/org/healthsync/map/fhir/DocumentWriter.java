package org.healthsync.map.fhir;

import java.util.Base64;
import java.util.List;
import org.healthsync.spi.reading.Header;
import org.healthsync.spi.reading.Reading;
import org.healthsync.spi.reading.Timing;

/** Writes DocumentReferences with the file inside: the route of a workout. */
final class DocumentWriter implements ContentWriter {

  private static final int MAX_BYTES = 700_000;

  private final ResourceContext context;
  private final ReadingHead head;
  private final EffectiveWriter effective;
  private final Coder coder;

  DocumentWriter(ResourceContext context, OwnTerminology terminology) {
    this.context = context;
    this.head = new ReadingHead(context);
    this.effective = new EffectiveWriter(context);
    this.coder = new Coder(terminology, context);
  }

  @Override
  public String content(Piece piece) {
    if (!(piece.reading() instanceof Reading.Document document)) {
      throw new UnrenderableException("wrong-shape", "the type is a file");
    }
    if (document.content().size() > MAX_BYTES) {
      throw new UnrenderableException("out-of-range", "the file is too large for one resource");
    }
    if (!document.contentType().matches("[a-z]+/[a-z0-9.+-]{1,100}")) {
      throw new UnrenderableException("bad-text", "the content type is no media type");
    }
    Row.About about = piece.row().about();
    Header header = document.header();
    CanonicalJson json = new CanonicalJson();
    head.write(json, header, piece.key(), false);
    coder.concept(json, "type", about.codes(), List.of(), about.name());
    json.reference("subject", context.patient());
    if (header.timing() instanceof Timing.Between) {
      effective.write(json, "", header.timing(), piece.row().times().day());
    }
    json.references("author", List.of(context.patient()));
    json.array("content").object().object("attachment");
    json.string("contentType", document.contentType());
    json.string("data", Base64.getEncoder().encodeToString(document.content().toByteArray()));
    return json.end().end().endArray().finish();
  }
}
