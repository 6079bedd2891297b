package io.semj.query;

import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Answers queries by looking at every event, without any of the product's shortcuts. */
public final class BruteForce {
  private BruteForce() {}

  public static List<SemanticEvent> matches(EventQuery query, List<SemanticEvent> all) {
    List<SemanticEvent> found = new ArrayList<>();
    for (SemanticEvent event : all) {
      if (query.filter().matches(record(event))
          && (query.predicate().isEmpty() || query.predicate().get().test(event))) {
        found.add(event);
      }
    }
    Comparator<SemanticEvent> order =
        Comparator.<SemanticEvent>comparingLong(event -> query.sort().of(record(event)))
            .thenComparingLong(SemanticEvent::sequence);
    found.sort(query.isDescending() ? order.reversed() : order);
    return found;
  }

  public static List<SemanticEvent> page(EventQuery query, List<SemanticEvent> matches) {
    int from = Math.min(query.offset(), matches.size());
    int to = Math.min(query.offset() + query.limit(), matches.size());
    return matches.subList(from, to);
  }

  public static RecordFlyweight record(SemanticEvent event) {
    byte[] bytes = new byte[event.encode()];
    event.image().getBytes(0, bytes);
    return new RecordFlyweight().wrap(new UnsafeBuffer(bytes), 0);
  }
}
