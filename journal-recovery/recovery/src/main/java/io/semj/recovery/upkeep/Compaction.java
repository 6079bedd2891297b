package io.semj.recovery.upkeep;

import static java.util.Objects.requireNonNull;

import io.semj.core.filter.RecordFilter;
import io.semj.format.BlockCompression;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a compaction does: which events it keeps, how it stores them, and what becomes of the files
 * it replaces. Immutable.
 */
public final class Compaction {
  /** How many keys there may be unless said otherwise: 50 to 75 MB of memory. */
  public static final int DEFAULT_MAX_KEYS = 1_000_000;

  private final RecordFilter keep;
  private final LatestKey latest;
  private final int maxKeys;
  private final BlockCompression compression;
  private final Path originals;

  private Compaction(
      RecordFilter keep,
      LatestKey latest,
      int maxKeys,
      BlockCompression compression,
      Path originals) {
    this.keep = keep;
    this.latest = latest;
    this.maxKeys = maxKeys;
    this.compression = compression;
    this.originals = originals;
  }

  /**
   * Keeps what a filter wants.
   *
   * @param filter decides over every event of the closed segments
   * @return the compaction
   */
  public static Compaction keep(RecordFilter filter) {
    return new Compaction(requireNonNull(filter, "filter"), null, 0, null, null);
  }

  /**
   * Keeps the latest event of each key, in the order of sequences. Only closed segments count: an
   * event in the one being written may still be lost, and does not push out an older one.
   *
   * @param key of an event
   * @return the compaction
   */
  public static Compaction latestPerKey(LatestKey key) {
    return new Compaction(null, requireNonNull(key, "key"), DEFAULT_MAX_KEYS, null, null);
  }

  /**
   * Keeps every event and stores them with another compression.
   *
   * @param compression of the blocks
   * @return the compaction
   */
  public static Compaction recompress(BlockCompression compression) {
    return new Compaction(null, null, 0, requireNonNull(compression, "compression"), null);
  }

  /**
   * Stores what is kept with another compression.
   *
   * @param other compression of the blocks
   * @return a compaction like this one
   */
  public Compaction withCompression(BlockCompression other) {
    return new Compaction(keep, latest, maxKeys, requireNonNull(other, "compression"), originals);
  }

  /**
   * Keeps the files that are replaced, under their own names with a number added where one is
   * taken. By a hard link where the directory is on the same file system, so it costs the space
   * that the compaction would have freed.
   *
   * @param directory for them, made when it is not there; not the journal's own
   * @return a compaction like this one
   */
  public Compaction keepingOriginalsIn(Path directory) {
    return new Compaction(
        keep, latest, maxKeys, compression, requireNonNull(directory, "directory"));
  }

  /**
   * Allows for so many keys.
   *
   * @param most keys, at about 50 bytes of memory each, 75 while the table grows
   * @return a compaction like this one
   */
  public Compaction withMaxKeys(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("maxKeys must be at least 1: actual=" + most);
    }
    return new Compaction(keep, latest, most, compression, originals);
  }

  Optional<RecordFilter> keep() {
    return Optional.ofNullable(keep);
  }

  Optional<LatestKey> latest() {
    return Optional.ofNullable(latest);
  }

  int maxKeys() {
    return maxKeys;
  }

  Optional<BlockCompression> compression() {
    return Optional.ofNullable(compression);
  }

  Optional<Path> originals() {
    return Optional.ofNullable(originals);
  }
}
