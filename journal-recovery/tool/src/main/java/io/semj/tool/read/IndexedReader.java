package io.semj.tool.read;

import io.semj.core.RecordHandler;
import io.semj.core.filter.EventFilter;
import io.semj.core.filter.FilterBounds;
import io.semj.core.filter.FilterCriteria;
import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.core.storage.SegmentHead;
import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;
import io.semj.query.EventQuery;
import io.semj.query.EventQueryBuilder;
import io.semj.query.EventStream;
import io.semj.query.IndexFiles;
import io.semj.query.JournalQueries;
import io.semj.tool.WholeJournal;
import java.nio.file.Files;

/**
 * Reads the wanted events of a journal through the index files that are there, and makes none. What
 * cannot be read so is left to others: it then tells how far it came. One thread.
 */
final class IndexedReader {
  private final JournalDirectory journal;
  private final RecordFilter filter;
  private long left;
  private long lastSequence;

  IndexedReader(JournalDirectory journal, RecordFilter filter) {
    this.journal = journal;
    this.filter = filter;
  }

  /**
   * Whether reading through indexes is worth it and safe: the filter asks what they know, all
   * closed segments have one, and no segment is missing.
   */
  boolean serves() {
    if (!narrows()) {
      return false;
    }
    try {
      IndexFiles files = new IndexFiles(journal, 0);
      boolean any = false;
      for (SegmentFile file : journal.segments()) {
        SegmentHead head = SegmentHead.read(file);
        if (head.seal().isPresent()) {
          if (Files.notExists(files.path(head))) {
            return false;
          }
          any = true;
        }
      }
      WholeJournal.require(journal);
      return any;
    } catch (JournalException e) {
      return false; // Reading it through will tell.
    }
  }

  private boolean narrows() {
    FilterBounds bounds = filter.bounds();
    return bounds.minTimeNanos() > Long.MIN_VALUE
        || bounds.maxTimeNanos() < Long.MAX_VALUE
        || filter.criteria().stream().anyMatch(IndexedReader::narrows);
  }

  private static boolean narrows(FilterCriteria criteria) {
    return !(criteria.types().isEmpty()
            && criteria.categories().isEmpty()
            && criteria.transactions().isEmpty()
            && criteria.sessions().isEmpty()
            && criteria.causalityChains().isEmpty()
            && criteria.agents().isEmpty()
            && criteria.paths().isEmpty()
            && criteria.pathGlobs().isEmpty()
            && criteria.tags().isEmpty())
        || criteria.lowestPriority() >= 0
        || criteria.requiredFlags() != 0;
  }

  /**
   * Hands over the wanted events between two sequences, so many at most.
   *
   * @return whether that was all; else {@link #lastSequence()} and {@link #left()} tell where to go
   *     on
   */
  boolean read(long from, long to, boolean backwards, long limit, RecordHandler wanted) {
    left = limit;
    lastSequence = 0;
    EventQueryBuilder query =
        EventQuery.builder()
            .filter(EventFilter.builder().fromSequence(from).toSequence(to).build())
            .filter(filter);
    if (backwards) {
      query.descending();
    }
    try (JournalQueries queries = JournalQueries.openReadOnly(journal.path());
        EventStream events = queries.stream(query.build())) {
      while (left > 0 && events.hasNext()) {
        SemanticEvent event = events.next();
        wanted.onRecord(EventPrinter.record(event));
        left--;
        lastSequence = event.sequence();
      }
      return true;
    } catch (JournalException e) {
      return false;
    }
  }

  /** The last event that was handed over, 0 if there was none. */
  long lastSequence() {
    return lastSequence;
  }

  /** How many are still wanted. */
  long left() {
    return left;
  }
}
