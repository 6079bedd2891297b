package io.semj.core.checkpoint;

import io.semj.core.SemanticJournal;
import io.semj.event.EventBuilder;
import io.semj.event.EventType;
import io.semj.event.SemanticEvent;
import io.semj.format.RecordFlyweight;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * A service whose whole state follows from its events: balances of accounts, and a number that
 * depends on the order of everything that happened. An event is an account and what is added to it.
 */
public final class Ledger implements StateTarget, SnapshotSource {
  private final Map<Long, Long> balances = new TreeMap<>();
  private long order;
  private long applied;

  /** Emits what happened, and does it. */
  public synchronized long add(SemanticJournal journal, long account, long amount) {
    long sequence = journal.emitEvent(event(account, amount));
    apply(sequence, account, amount);
    return sequence;
  }

  static EventBuilder event(long account, long amount) {
    return SemanticEvent.builder(EventType.GRAPH_PROPERTY_SET)
        .transactionId(account)
        .sessionId(amount);
  }

  private void apply(long sequence, long account, long amount) {
    if (sequence <= applied) {
      throw new AssertionError("event came twice: sequence=" + sequence + ", at=" + applied);
    }
    balances.merge(account, amount, Long::sum);
    order = order * 31 + account * 7 + amount;
    applied = sequence;
  }

  @Override
  public synchronized long writeTo(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(applied);
    data.writeLong(order);
    data.writeInt(balances.size());
    for (Map.Entry<Long, Long> balance : balances.entrySet()) {
      data.writeLong(balance.getKey());
      data.writeLong(balance.getValue());
    }
    return applied;
  }

  @Override
  public synchronized void restore(InputStream snapshot) throws IOException {
    DataInputStream data = new DataInputStream(snapshot);
    balances.clear();
    applied = data.readLong();
    order = data.readLong();
    for (int left = data.readInt(); left > 0; left--) {
      balances.put(data.readLong(), data.readLong());
    }
  }

  @Override
  public synchronized void onRecord(RecordFlyweight record) {
    SemanticEvent event = SemanticEvent.copyOf(record.buffer(), record.offset(), record.length());
    apply(event.sequence(), event.transactionId(), event.sessionId());
  }

  /** Everything, for comparing. */
  synchronized String state() {
    return "applied=" + applied + " order=" + order + " balances=" + balances;
  }
}
