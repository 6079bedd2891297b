package io.semj.query;

import io.semj.event.SemanticEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Supplier;

/**
 * The first so many of all matches in a sort order, of which no more are kept. In the order of the
 * journal matches come sorted.
 */
final class TopMatches implements SearchPruner {
  private final boolean byTime;
  private final boolean comeSorted;
  private final boolean descending;
  private final long most;
  private final PriorityQueue<Match> worstFirst;
  private final List<Match> sorted = new ArrayList<>();

  /** A match and what it sorts by. */
  record Match(long value, long sequence, SemanticEvent event) {}

  TopMatches(SortKey sort, boolean descending, long most) {
    this.byTime = sort == SortKey.TIME;
    this.comeSorted = sort == SortKey.SEQUENCE;
    this.descending = descending;
    this.most = most;
    this.worstFirst = new PriorityQueue<>(order().reversed());
  }

  private Comparator<Match> order() {
    Comparator<Match> ascending =
        Comparator.comparingLong(Match::value).thenComparingLong(Match::sequence);
    return descending ? ascending.reversed() : ascending;
  }

  private boolean isFull() {
    return worstFirst.size() >= most;
  }

  void offer(long value, long sequence, Supplier<SemanticEvent> event) {
    if (comeSorted) {
      if (sorted.size() < most) {
        sorted.add(new Match(value, sequence, event.get()));
      }
    } else if (most > 0) {
      offerUnsorted(value, sequence, event);
    }
  }

  private void offerUnsorted(long value, long sequence, Supplier<SemanticEvent> event) {
    if (!isFull()) {
      worstFirst.add(new Match(value, sequence, event.get()));
    } else if (order().compare(new Match(value, sequence, null), worstFirst.peek()) < 0) {
      worstFirst.poll();
      worstFirst.add(new Match(value, sequence, event.get()));
    }
  }

  /** Once full, times that come behind the worst one change nothing. */
  @Override
  public Span wanted() {
    if (!byTime || most == 0 || !isFull()) {
      return Span.ALL;
    }
    long worst = worstFirst.peek().value();
    return descending ? new Span(worst, Long.MAX_VALUE) : new Span(Long.MIN_VALUE, worst);
  }

  List<Match> inOrder() {
    if (!comeSorted) {
      sorted.addAll(worstFirst);
      sorted.sort(order());
      worstFirst.clear();
    }
    return sorted;
  }
}
