package io.semj.core.filter;

import java.util.List;
import java.util.Set;

/**
 * What an {@link EventFilter} asks of records, beside its {@link FilterBounds}: for those who can
 * rule out many records at once, as an index can. An empty collection asks nothing.
 *
 * @param types codes, of which one or of the categories one must be the event's
 * @param categories codes
 * @param lowestPriority the event's priority code is at most this; -1 asks nothing
 * @param requiredFlags bits that must all be set
 * @param transactions of which one must be the event's
 * @param sessions likewise
 * @param causalityChains likewise
 * @param agents likewise
 * @param paths of which one, or of the globs one, must be or match the event's
 * @param pathGlobs patterns
 * @param tags that must all be among the event's
 */
public record FilterCriteria(
    Set<Integer> types,
    Set<Integer> categories,
    int lowestPriority,
    int requiredFlags,
    Set<Long> transactions,
    Set<Long> sessions,
    Set<Long> causalityChains,
    List<String> agents,
    List<String> paths,
    List<String> pathGlobs,
    List<String> tags) {
  /** Copies all collections. */
  public FilterCriteria {
    types = Set.copyOf(types);
    categories = Set.copyOf(categories);
    transactions = Set.copyOf(transactions);
    sessions = Set.copyOf(sessions);
    causalityChains = Set.copyOf(causalityChains);
    agents = List.copyOf(agents);
    paths = List.copyOf(paths);
    pathGlobs = List.copyOf(pathGlobs);
    tags = List.copyOf(tags);
  }
}
