package io.semj.subscribe;

import static java.util.Objects.requireNonNull;

import io.semj.core.ring.BootId;
import io.semj.core.storage.JournalDirectory;
import io.semj.core.storage.JournalDirectory.SegmentFile;
import io.semj.error.ConsistencyException;
import io.semj.error.JournalException;
import io.semj.event.SemanticEvent;
import io.semj.subscribe.DurableAcks.HeldPosition;
import java.io.Closeable;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** All subscriptions to one journal, and what they have in common. Any thread. */
final class Deliveries implements Closeable {
  private static final long IDLE_THREAD_SECONDS = 2;

  private final JournalDirectory directory;
  private final Progress progress;
  private final SharedTail tail;
  private final Dispatcher dispatcher;
  private final PositionStore positions;
  private final ScheduledThreadPoolExecutor forcer;
  private final UUID boot = BootId.current().orElse(PositionRecord.UNKNOWN_BOOT);
  private volatile boolean closed;

  private Deliveries(
      JournalDirectory directory,
      Progress progress,
      boolean busy,
      BiFunction<String, Runnable, Thread> threads) {
    this.directory = directory;
    this.progress = progress;
    this.tail = new SharedTail(directory);
    this.positions = new PositionStore(directory, progress);
    this.dispatcher = new Dispatcher(progress, busy, threads);
    this.forcer =
        new ScheduledThreadPoolExecutor(1, task -> threads.apply("subscription-positions", task));
    forcer.setKeepAliveTime(IDLE_THREAD_SECONDS, TimeUnit.SECONDS);
    forcer.allowCoreThreadTimeOut(true);
  }

  static Deliveries start(
      JournalDirectory directory,
      Progress progress,
      boolean busy,
      BiFunction<String, Runnable, Thread> threads) {
    Deliveries started = new Deliveries(directory, progress, busy, threads);
    started.dispatcher.start();
    return started;
  }

  PositionStore positions() {
    return positions;
  }

  Subscription subscribe(SubscriptionRequest request, EventListener listener, Access access) {
    requireNonNull(listener, "listener");
    Delivery delivery = prepare(request, new ListenerReceiver(listener), access);
    try {
      listener.onSubscribe(delivery);
    } catch (RuntimeException | Error e) {
      delivery.cancel();
      throw e;
    }
    dispatcher.add(delivery);
    return delivery;
  }

  Flow.Publisher<SemanticEvent> publisher(SubscriptionRequest request, Access access) {
    if (request.redelivery().attempts() != 1) {
      throw new IllegalArgumentException("a publisher delivers an event once");
    }
    return new EventPublisher(receiver -> prepare(request, receiver, access), dispatcher);
  }

  private Delivery prepare(SubscriptionRequest request, Receiver receiver, Access access) {
    if (closed) {
      throw new IllegalStateException("subscriptions are closed: directory=" + directory.path());
    }
    Start start = startOf(request.from()); // first: "now" is when this was called
    Revocation revocation = new Revocation();
    Runnable giveBack = access.begin(revocation::revoke);
    try {
      Delivery delivery = make(request, receiver, access, start, giveBack);
      revocation.aimAt(delivery);
      return delivery;
    } catch (RuntimeException | Error e) {
      giveBack.run();
      throw e;
    }
  }

  private Delivery make(
      SubscriptionRequest request,
      Receiver receiver,
      Access access,
      Start start,
      Runnable giveBack) {
    StartTime startTime = new StartTime(start.notBefore());
    long from = start.sequence();
    Acks acks = Acks.NONE;
    if (request.name().isPresent()) {
      HeldPosition held = positions.hold(request.name().get(), id -> first(id, start));
      PositionRecord record = held.file().newest();
      startTime = new StartTime(record.notBefore());
      from = resume(held, record) + 1;
      acks = new DurableAcks(held, from - 1, request.ackMode(), progress, startTime, boot, forcer);
    }
    return new Delivery(
        request.matching(access.restrict(request.filter())),
        receiver,
        progress,
        new EventCursor(new BatchSource(directory, tail), from),
        startTime,
        acks,
        dispatcher::wake,
        ended -> {
          dispatcher.remove(ended);
          giveBack.run();
        });
  }

  private PositionRecord first(UUID journalId, Start start) {
    long before = start.sequence() - 1;
    long durable = Math.min(before, progress.durable());
    return new PositionRecord(1, journalId, before, durable, before, start.notBefore(), boot);
  }

  /** What is done with, closing the position when that cannot be told. */
  private long resume(HeldPosition held, PositionRecord record) {
    try {
      return record.resumeAt(boot, progress.written());
    } catch (ConsistencyException e) {
      held.close();
      throw e;
    }
  }

  /**
   * Where to begin.
   *
   * @param sequence to begin with
   * @param notBefore the time to wait for behind that, or {@link StartTime#NONE}
   */
  private record Start(long sequence, long notBefore) {}

  private Start startOf(SubscribeFrom from) {
    return switch (from.kind()) {
      case BEGINNING -> new Start(oldest(), StartTime.NONE);
      case SEQUENCE -> new Start(from.value(), StartTime.NONE);
      case NOW -> new Start(progress.nextEmitted(), StartTime.NONE);
      case TIME -> new Start(StartTime.firstSequence(directory, from.value()), from.value());
    };
  }

  private long oldest() {
    List<SegmentFile> files = directory.segments();
    return files.isEmpty() ? 1 : files.get(0).firstSequence();
  }

  @Override
  public void close() {
    closed = true;
    dispatcher.close();
    forcer.shutdownNow();
    tail.close();
    progress.close();
  }

  /** Ends a subscription whose right was taken away, even before it was there. */
  private static final class Revocation {
    private JournalException cause;
    private Delivery delivery;

    synchronized void revoke(JournalException why) {
      cause = why;
      if (delivery != null) {
        delivery.doom(why);
      }
    }

    synchronized void aimAt(Delivery made) {
      delivery = made;
      if (cause != null) {
        made.doom(cause);
      }
    }
  }
}
