package org.healthsync.map.fhir;

/** Writes the content of a resource of one kind: all that its hash covers. */
interface ContentWriter {

  /**
   * The canonical JSON without resourceType, id, status and meta.
   *
   * @throws UnrenderableException when the reading cannot become the resource of its row
   */
  String content(Piece piece);
}
