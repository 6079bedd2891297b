package io.semj.query.agent;

import io.semj.error.AgentLimitException;
import io.semj.error.JournalSecurityException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The streams of one agent, until it is unregistered. Any thread. */
final class StreamPermits {
  private final String agent;
  private final int most;
  private final Set<StreamPermit> held = new HashSet<>();
  private boolean revoked;

  StreamPermits(String agent, int most) {
    this.agent = agent;
    this.most = most;
  }

  static JournalSecurityException notRegistered(String agent) {
    return new JournalSecurityException("agent is not registered: agent=" + agent);
  }

  synchronized boolean areGiven() {
    return !revoked;
  }

  synchronized StreamPermit acquire(Runnable onRevoked) {
    if (revoked) {
      throw notRegistered(agent);
    }
    if (held.size() >= most) {
      throw new AgentLimitException(agent, "maxStreams", most, held.size() + 1L);
    }
    StreamPermit permit = new StreamPermit(this, onRevoked);
    held.add(permit);
    return permit;
  }

  synchronized void release(StreamPermit permit) {
    held.remove(permit);
  }

  private synchronized List<StreamPermit> takeAll() {
    revoked = true;
    List<StreamPermit> all = new ArrayList<>(held);
    held.clear();
    return all;
  }

  /** Revokes all, also when what is to be told of it fails. */
  void revoke() {
    RuntimeException failure = null;
    for (StreamPermit permit : takeAll()) {
      try {
        permit.revoke();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
