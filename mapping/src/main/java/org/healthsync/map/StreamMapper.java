package org.healthsync.map;

import org.healthsync.spi.ProviderException;
import org.healthsync.spi.StandardError;
import org.healthsync.spi.stream.RawPage;

/**
 * Turns the raw pages of one stream into readings, by a file ({@link StreamMapping}) or by a
 * plugin's code ({@link ProviderMapper}). Pure: the same page gives the same result, also years
 * later. Safe for use by many threads.
 */
public interface StreamMapper {

  /**
   * Which mapping makes the readings, such as {@code withings/measures@3+1a2b3c4d}: the same text
   * means the same result for the same page.
   */
  String mappingVersion();

  /**
   * Maps a page. Parts that cannot be mapped are problems in the result; the rest goes on.
   *
   * @throws ProviderException with {@link StandardError#BAD_PAYLOAD} when the page as a whole
   *     cannot be read
   */
  MappedPage map(RawPage page) throws ProviderException;
}
