package io.semj.subscribe;

import io.semj.core.SemanticJournal;
import io.semj.core.filter.RecordFilter;
import io.semj.core.storage.JournalDirectory;
import io.semj.event.SemanticEvent;
import io.semj.query.agent.Agent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.BiFunction;

/**
 * Delivers the events of a journal to whoever subscribes: from any place in the past into the
 * present, in order, each once in the life of a subscription. Subscriptions read what is written,
 * each as fast as its listener goes: a slow one falls behind, and reads from disk what it missed.
 * Emission and writing never wait for one.
 *
 * <p>All methods may be called by any thread.
 */
public final class JournalSubscriptions implements AutoCloseable {
  private final Deliveries deliveries;

  private JournalSubscriptions(
      JournalDirectory directory,
      Progress progress,
      DeliveryWait wait,
      BiFunction<String, Runnable, Thread> threads) {
    this.deliveries =
        Deliveries.start(directory, progress, wait == DeliveryWait.BUSY_SPIN, threads);
  }

  /**
   * Subscriptions to a journal that is open in this process. They end when it is closed.
   *
   * @param journal open
   * @return to be closed
   */
  public static JournalSubscriptions of(SemanticJournal journal) {
    return of(journal, DeliveryWait.SLEEPING);
  }

  /**
   * Subscriptions to a journal that is open in this process.
   *
   * @param journal open
   * @param wait how new events are waited for
   * @return to be closed
   */
  public static JournalSubscriptions of(SemanticJournal journal, DeliveryWait wait) {
    return new JournalSubscriptions(
        JournalDirectory.existing(journal.config().directory()),
        new LiveProgress(journal),
        wait,
        journal.config()::newThread);
  }

  /**
   * Subscriptions to the journal in a directory, which may be open in another process now or later.
   * They do not end by themselves. Looking for new events means looking at files, about once in a
   * millisecond.
   *
   * @param directory of the journal
   * @return to be closed
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public static JournalSubscriptions open(Path directory) {
    JournalDirectory existing = JournalDirectory.existing(directory);
    return new JournalSubscriptions(
        existing,
        new DirectoryProgress(existing),
        DeliveryWait.SLEEPING,
        JournalSubscriptions::daemon);
  }

  private static Thread daemon(String role, Runnable task) {
    Thread thread = new Thread(task, "semj-" + role);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Subscribes to events as soon as they are written.
   *
   * @param filter wants them
   * @param from where to begin
   * @param listener takes them
   * @return the running subscription
   */
  public Subscription subscribe(RecordFilter filter, SubscribeFrom from, EventListener listener) {
    return subscribe(SubscriptionRequest.from(from).matching(filter), listener);
  }

  /**
   * Subscribes as a request says.
   *
   * @param request what to deliver, and how
   * @param listener takes the events
   * @return the running subscription
   * @throws io.semj.error.SubscriptionHeldException when its name is held by another
   * @throws io.semj.error.CorruptionException when the position of its name is damaged; {@link
   *     #delete} clears it away
   * @throws io.semj.error.ConsistencyException when the position is of another journal, or ahead of
   *     this one
   * @throws IllegalStateException when these subscriptions are closed
   */
  public Subscription subscribe(SubscriptionRequest request, EventListener listener) {
    return deliveries.subscribe(request, listener, Access.FULL);
  }

  /**
   * A publisher of events as soon as they are written, each subscriber of which gets all of them.
   *
   * @param filter wants them
   * @param from where each subscriber begins
   * @return a publisher that keeps the rules of Reactive Streams
   */
  public Flow.Publisher<SemanticEvent> publisher(RecordFilter filter, SubscribeFrom from) {
    return publisher(SubscriptionRequest.from(from).matching(filter));
  }

  /**
   * A publisher of events as a request says. Completes when the journal is closed and everything in
   * it is delivered. What {@link #subscribe(SubscriptionRequest, EventListener)} throws, a
   * subscriber is told by {@code onError}. The {@link Flow.Subscription} is a {@link Subscription}
   * too, for those who acknowledge by hand. Events missed by retention are an error.
   *
   * @param request what to deliver, and how; with a name there is one subscriber at a time
   * @return a publisher that keeps the rules of Reactive Streams
   * @throws IllegalArgumentException when it asks for redelivery, which these rules do not know
   */
  public Flow.Publisher<SemanticEvent> publisher(SubscriptionRequest request) {
    return deliveries.publisher(request, Access.FULL);
  }

  /**
   * The subscriptions of an agent.
   *
   * @param agent registered
   * @return what it subscribes by; it need not be closed
   */
  public AgentSubscriptions forAgent(Agent agent) {
    return new AgentSubscriptions(deliveries, agent);
  }

  /**
   * The names that positions are kept for.
   *
   * @return the named subscriptions, by name
   */
  public List<NamedSubscription> named() {
    return deliveries.positions().list();
  }

  /**
   * Forgets the position of a name. When its file is damaged, that is kept in the journal's
   * quarantine.
   *
   * @param name of the subscription
   * @return whether there was one
   * @throws io.semj.error.SubscriptionHeldException when somebody subscribes by it now
   */
  public boolean delete(String name) {
    PositionStore.requireName(name);
    return deliveries.positions().delete(name);
  }

  /**
   * Ends all subscriptions as {@link Subscription#close} does, and all threads. A listener's call
   * that takes more than ten seconds is interrupted. Again: does nothing.
   */
  @Override
  public void close() {
    deliveries.close();
  }
}
