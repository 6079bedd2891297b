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
  private final int passedOver;
  private final long most;
  private final PriorityQueue<Match> worstFirst;
  private final List<Match> sorted = new ArrayList<>();
  private int passed;

  /** A match and what it sorts by. */
  record Match(long value, long sequence, SemanticEvent event) {}

  /**
   * Keeps nothing yet.
   *
   * @param sort of the matches
   * @param descending whether the largest come first
   * @param passedOver how many of the first are not wanted
   * @param wanted how many behind those are
   */
  TopMatches(SortKey sort, boolean descending, int passedOver, long wanted) {
    this.byTime = sort == SortKey.TIME;
    this.comeSorted = sort == SortKey.SEQUENCE;
    this.descending = descending;
    this.passedOver = passedOver;
    this.most = passedOver + wanted;
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
      if (passed < passedOver) {
        passed++;
      } else if (passed + (long) sorted.size() < most) {
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

  /** Behind those that are passed over. */
  List<Match> inOrder() {
    if (comeSorted) {
      return sorted;
    }
    List<Match> all = new ArrayList<>(worstFirst);
    all.sort(order());
    return all.subList(Math.min(passedOver, all.size()), all.size());
  }
}
