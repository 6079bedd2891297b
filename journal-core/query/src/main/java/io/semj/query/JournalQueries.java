package io.semj.query;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.EventFilter;
import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.StorageErrors;
import io.semj.event.EventType;
import io.semj.index.IndexKey;
import io.semj.index.KeyExtractor;
import io.semj.index.KeyKind;
import io.semj.query.causality.JournalCausality;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Answers questions to a journal, which may be open in this process or another, or in none.
 *
 * <p>Each query sees everything that was written before it began, and nothing that was written
 * later. Indexes of closed segments are files in the journal's directory {@value
 * IndexFiles#DIRECTORY}, which are made when they are missing; that of the live segment is kept in
 * memory. Any thread may ask.
 */
public final class JournalQueries implements AutoCloseable {
  private final JournalDirectory directory;
  private final IndexedSegments segments;
  private final LongSupplier written;

  /** Of a journal that others may be writing; else null. */
  private final WrittenBoundary boundary;

  private final IndexKeeper keeper;
  private final PositionLookup positions;
  private final ReadMemory.Pool pool = new ReadMemory.Pool();

  private JournalQueries(
      JournalDirectory directory, IndexFiles files, UserKeys keys, SemanticJournal journal) {
    this.directory = directory;
    this.segments =
        new IndexedSegments(
            directory, new ClosedIndexes(files, keys.extractor()), keys.extractor());
    this.boundary = journal == null ? new WrittenBoundary(directory) : null;
    this.written = journal == null ? boundary : journal::writtenSequence;
    this.positions = new PositionLookup(segments, written);
    this.keeper = journal == null ? null : IndexKeeper.start(journal, segments);
  }

  /**
   * Keys of the application's own to index by.
   *
   * @param name tells this way of extracting keys from others, for ever; a change of the extractor
   *     needs a change of the name
   * @param extractor of the keys
   */
  public record UserKeys(String name, KeyExtractor extractor) {
    /** Indexes by nothing of the application's own. */
    public static final UserKeys NONE = new UserKeys("", KeyExtractor.NONE);

    long id() {
      return name.isEmpty() ? 0 : IndexKey.of(KeyKind.USER, name);
    }
  }

  /**
   * Asks an open journal. A thread keeps the index of its live segment up to date until this is
   * closed.
   *
   * @param journal open
   * @param keys of the application's own
   * @return to be closed before the journal or after it
   */
  public static JournalQueries of(SemanticJournal journal, UserKeys keys) {
    JournalDirectory directory = JournalDirectory.existing(journal.config().directory());
    return new JournalQueries(directory, new IndexFiles(directory, keys.id()), keys, journal);
  }

  /**
   * Asks the journal in a directory. Another process may be writing it: a query sees what was
   * written when it began, and of what was written since at most one block.
   *
   * @param directory of the journal
   * @param keys of the application's own
   * @return to be closed
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public static JournalQueries open(Path directory, UserKeys keys) {
    JournalDirectory journal = JournalDirectory.existing(directory);
    return new JournalQueries(journal, new IndexFiles(journal, keys.id()), keys, null);
  }

  /**
   * Asks the journal in a directory and writes nothing to it: index files that are there are used,
   * whatever keys of an application's are in them; where one is missing, the index is made in
   * memory.
   *
   * @param directory of the journal
   * @return to be closed
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public static JournalQueries openReadOnly(Path directory) {
    JournalDirectory journal = JournalDirectory.existing(directory);
    return new JournalQueries(journal, IndexFiles.readOnly(journal), UserKeys.NONE, null);
  }

  /**
   * Answers a query.
   *
   * @param query what is asked
   * @return the answer
   * @throws io.semj.error.CorruptionException when a block that it needs is damaged
   * @throws io.semj.error.ResourceExhaustedException when an aggregation has more groups than
   *     {@link Aggregation#MOST_GROUPS}, or more agents in them than {@link
   *     Aggregation#MOST_AGENTS}
   * @throws io.semj.error.JournalClosedException when this is closed
   */
  public QueryResponse queryEvents(EventQuery query) {
    return QueryRunner.run(query, directory, view(), pool);
  }

  /**
   * Gives all events that a query wants, without a bound on their number. The query's limit and
   * offset do not count; it has to be in the order of the journal or against it.
   *
   * @param query what is asked
   * @return a stream, to be closed
   * @throws IllegalArgumentException when the query sorts otherwise
   */
  public EventStream stream(EventQuery query) {
    if (query.sort() != SortKey.SEQUENCE) {
      throw new IllegalArgumentException(
          "only answers in the order of the journal can be streamed: actual=" + query.sort());
    }
    MatchCursor.Search search =
        new MatchCursor.Search(QueryFilters.behind(query), query.userKeys(), query.isDescending());
    return new EventStream(
        new MatchCursor(directory, view(), search, SearchPruner.NONE, new ExplainCounters(), pool),
        query,
        directory.path());
  }

  /**
   * The events between two sequences.
   *
   * @param first inclusive
   * @param last inclusive
   * @param limit how many at most
   * @return the answer, in order
   */
  public QueryResponse queryEventsBySequence(long first, long last, int limit) {
    return queryEvents(
        query(EventFilter.builder().fromSequence(first).toSequence(last).build(), limit));
  }

  /**
   * The events between two times, in the order of the journal.
   *
   * @param from inclusive
   * @param to inclusive
   * @param limit how many at most
   * @return the answer
   */
  public QueryResponse queryEventsByTime(Instant from, Instant to, int limit) {
    return queryEvents(query(EventFilter.builder().fromTime(from).toTime(to).build(), limit));
  }

  /**
   * The events of a type, in the order of the journal.
   *
   * @param type of the events
   * @param limit how many at most
   * @return the answer
   */
  public QueryResponse queryEventsByType(EventType type, int limit) {
    return queryEvents(query(EventFilter.builder().type(type).build(), limit));
  }

  /**
   * What caused what.
   *
   * @return graphs of causes and effects, until this is closed
   */
  public JournalCausality causality() {
    return causality(EventFilter.ALL);
  }

  /**
   * What caused what among the events that a filter wants: others are as if they were not there.
   *
   * @param within which events are seen
   * @return graphs of causes and effects, until this is closed
   */
  public JournalCausality causality(RecordFilter within) {
    return JournalCausality.of(() -> new SegmentLookup(directory, view(), within, pool));
  }

  /**
   * Where the record of a sequence is. It is found in memory, in well under a microsecond once the
   * index of its segment has been read; segments that others remove or rewrite are noticed within a
   * tenth of a second.
   *
   * @param sequence from 1
   * @return the position, or why there is none
   * @throws IllegalArgumentException when the sequence is below 1
   */
  public RecordPosition positionOf(long sequence) {
    try {
      return positions.find(sequence);
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "find position");
    }
  }

  private static EventQuery query(EventFilter filter, int limit) {
    return EventQuery.builder().filter(filter).limit(limit).build();
  }

  List<QuerySegment> view() {
    return segments.viewUpTo(written.getAsLong());
  }

  /**
   * Ends the thread and releases the files; queries and streams that have begun go on to their end.
   * Again: does nothing.
   */
  @Override
  public void close() {
    if (keeper != null) {
      keeper.close();
    }
    pool.close();
    try {
      if (boundary != null) {
        boundary.close();
      }
      segments.close();
    } catch (IOException e) {
      throw StorageErrors.translate(e, directory.path(), "close");
    }
  }
}
