package io.semj.query;

import io.semj.core.filter.FilterBounds;
import io.semj.core.filter.FilterCriteria;
import io.semj.core.filter.RecordFilter;
import io.semj.index.BlockIndex;
import io.semj.index.IndexKey;
import io.semj.index.KeyKind;
import io.semj.index.TagScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which blocks of a segment may hold what a filter wants: of every criterion the union of its
 * values' blocks, of all criteria the intersection, of that what lies within the filter's bounds.
 */
final class CandidateBlocks {
  private static final String GLOB_META = "*?[{\\";

  private final BlockIndex index;
  private final Set<KeyKind> used = EnumSet.noneOf(KeyKind.class);
  private RoaringBitmap blocks;

  private CandidateBlocks(BlockIndex index, RoaringBitmap all) {
    this.index = index;
    this.blocks = all;
  }

  /**
   * The blocks to read.
   *
   * @param blocks in the order of the segment
   * @param used kinds of keys that narrowed them down
   */
  record Candidates(RoaringBitmap blocks, Set<KeyKind> used) {}

  /**
   * Finds the candidates.
   *
   * @param index of a segment
   * @param filter what is wanted
   * @param userKeys of the application, of which one must be the record's; empty asks nothing
   * @param blockCount how many of the segment's blocks to consider
   */
  static Candidates of(
      BlockIndex index, RecordFilter filter, Collection<Long> userKeys, int blockCount) {
    FilterBounds bounds = filter.bounds();
    int first = Math.max(0, index.blockOf(bounds.minSequence()));
    int last = Math.min(blockCount - 1, index.blockOf(bounds.maxSequence()));
    RoaringBitmap range = new RoaringBitmap();
    if (!bounds.isEmpty() && first <= last) {
      range.add((long) first, last + 1L);
    }
    CandidateBlocks candidates = new CandidateBlocks(index, range);
    candidates.oneOf(KeyKind.USER, userKeys, key -> key);
    for (FilterCriteria criteria : filter.criteria()) {
      candidates.narrow(criteria);
    }
    candidates.withinTimes(bounds);
    return new Candidates(candidates.blocks, candidates.used);
  }

  private void narrow(FilterCriteria criteria) {
    types(criteria);
    oneOf(KeyKind.TRANSACTION, criteria.transactions(), id -> IndexKey.of(KeyKind.TRANSACTION, id));
    oneOf(KeyKind.SESSION, criteria.sessions(), id -> IndexKey.of(KeyKind.SESSION, id));
    oneOf(
        KeyKind.CAUSALITY_CHAIN,
        criteria.causalityChains(),
        id -> IndexKey.of(KeyKind.CAUSALITY_CHAIN, id));
    oneOf(KeyKind.AGENT, criteria.agents(), id -> IndexKey.of(KeyKind.AGENT, id));
    paths(criteria);
    for (String tag : criteria.tags()) {
      allWords(tag);
    }
    for (int left = criteria.requiredFlags(); left != 0; left &= left - 1) {
      long bit = Integer.numberOfTrailingZeros(left);
      oneOf(KeyKind.EVENT_FLAG, List.of(bit), b -> IndexKey.of(KeyKind.EVENT_FLAG, b));
    }
    priorities(criteria.lowestPriority());
  }

  private void types(FilterCriteria criteria) {
    List<Long> keys = new ArrayList<>();
    criteria.types().forEach(code -> keys.add(IndexKey.of(KeyKind.TYPE, code)));
    criteria.categories().forEach(code -> keys.add(IndexKey.of(KeyKind.CATEGORY, code)));
    if (index.has(KeyKind.CATEGORY)) {
      oneOf(KeyKind.TYPE, keys, key -> key);
    }
  }

  private void priorities(int lowest) {
    if (lowest < 0) {
      return;
    }
    List<Long> codes = new ArrayList<>();
    for (long code = 0; code <= lowest; code++) {
      codes.add(code);
    }
    oneOf(KeyKind.PRIORITY, codes, code -> IndexKey.of(KeyKind.PRIORITY, code));
  }

  private void paths(FilterCriteria criteria) {
    List<Long> keys = new ArrayList<>();
    criteria.paths().forEach(path -> keys.add(IndexKey.of(KeyKind.PATH, path)));
    for (String glob : criteria.pathGlobs()) {
      String literal = literalPart(glob);
      if (literal.length() == glob.length()) {
        keys.add(IndexKey.of(KeyKind.PATH, glob));
      } else if (literal.lastIndexOf('/') > 0) {
        String above = literal.substring(0, literal.lastIndexOf('/'));
        keys.add(IndexKey.of(KeyKind.PATH_PREFIX, above));
      } else {
        return; // may match anywhere
      }
    }
    if (index.has(KeyKind.PATH) && index.has(KeyKind.PATH_PREFIX)) {
      oneOf(KeyKind.PATH, keys, key -> key);
    }
  }

  private static String literalPart(String glob) {
    int end = 0;
    while (end < glob.length() && GLOB_META.indexOf(glob.charAt(end)) < 0) {
      end++;
    }
    return glob.substring(0, end);
  }

  private void allWords(String tag) {
    byte[] utf8 = tag.getBytes(StandardCharsets.UTF_8);
    TagScanner.scan(
        utf8,
        utf8.length,
        (from, to) ->
            oneOf(
                KeyKind.TAG, List.of(IndexKey.of(KeyKind.TAG, utf8, from, to - from)), key -> key));
  }

  private <T> void oneOf(KeyKind kind, Collection<T> values, Function<T, Long> key) {
    if (values.isEmpty() || !index.has(kind)) {
      return;
    }
    RoaringBitmap union = new RoaringBitmap();
    for (T value : values) {
      union.or(index.blocksWith(key.apply(value)));
    }
    blocks.and(union);
    used.add(kind);
  }

  private void withinTimes(FilterBounds bounds) {
    if (bounds.minTimeNanos() == Long.MIN_VALUE && bounds.maxTimeNanos() == Long.MAX_VALUE) {
      return;
    }
    if (!blocks.isEmpty()) {
      blocks.and(
          index.blocksWithin(
              blocks.first(), blocks.last(), bounds.minTimeNanos(), bounds.maxTimeNanos()));
    }
  }
}
