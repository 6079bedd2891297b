package io.semj.recovery.strategy;

import java.util.OptionalLong;

/**
 * Somebody who goes back together with a journal. First every participant is asked which cuts it
 * holds, then all prepare, then all commit, or all abort.
 *
 * <p>{@link #commit} and {@link #abort} are idempotent and may come again in another process, after
 * the one that prepared was killed. What was prepared must stay possible until then.
 */
public interface RecoveryParticipant {
  /**
   * Who it is, by the same name in every process.
   *
   * @return a name that no other participant has
   */
  String name();

  /**
   * The latest cut that it can go back to.
   *
   * @param atMost no later than this
   * @return the cut's id, or none
   */
  OptionalLong latestCut(long atMost);

  /**
   * Gets ready to go back to a cut. Whatever could fail should fail now.
   *
   * @param cut one that it holds
   * @throws io.semj.error.JournalException when it cannot; all abort then
   */
  void prepare(long cut);

  /**
   * Goes back to the cut. That is decided: others may have gone back.
   *
   * @param cut that was prepared
   */
  void commit(long cut);

  /**
   * Stays as it is. Also called when it had not prepared.
   *
   * @param cut that will not be gone back to
   */
  void abort(long cut);
}
