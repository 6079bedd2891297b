package io.semj.recovery;

import io.semj.core.storage.JournalDirectory;
import io.semj.recovery.facts.RecoveryFacts;
import io.semj.recovery.strategy.RecoveryPlan;
import io.semj.recovery.strategy.RecoveryReport;
import io.semj.recovery.strategy.RecoveryRequest;
import io.semj.recovery.strategy.RecoveryRunner;
import io.semj.recovery.work.WorkControl;
import io.semj.recovery.work.WorkListener;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Brings a journal back, and the state that lives from it.
 *
 * <pre>
 * JournalRecovery recovery = JournalRecovery.of(directory);
 * System.out.println(recovery.plan(RecoveryRequest.automatic()));
 * RecoveryReport report = recovery.recover(RecoveryRequest.automatic().handingTo(service));
 * </pre>
 *
 * <p>Nothing is deleted: what is taken out of the journal goes to its quarantine, and is told in
 * the manifest there. A recovery that changes more than one file writes down first what it is about
 * to do; if it is killed, the journal cannot be opened for writing until it was finished by {@link
 * #resume}. Whatever the journal's size, memory for a few blocks is enough.
 *
 * <p>An instance belongs to one thread; its {@link WorkControl} may be used by all.
 */
public final class JournalRecovery {
  /** How much the quarantine may hold where nothing else is said: 16 GiB. */
  public static final long DEFAULT_QUARANTINE_CAP = 16L << 30;

  private final JournalDirectory directory;
  private WorkControl control = new WorkControl();
  private WorkListener listener = WorkListener.NONE;
  private long quarantineCap = DEFAULT_QUARANTINE_CAP;

  private JournalRecovery(JournalDirectory directory) {
    this.directory = directory;
  }

  /**
   * The recovery of the journal in a directory. Nothing is done yet.
   *
   * @param directory of the journal
   * @return the recovery
   * @throws io.semj.error.JournalNotFoundException when there is no such directory
   */
  public static JournalRecovery of(Path directory) {
    return new JournalRecovery(JournalDirectory.existing(directory));
  }

  /**
   * Lets the work be held, cancelled or limited in time. What was begun and ended so must be
   * finished by {@link #resume} if it had changed anything.
   *
   * @param newControl holds or ends it
   * @return this
   */
  public JournalRecovery control(WorkControl newControl) {
    control = newControl;
    return this;
  }

  /**
   * Asks for progress, with rate and remaining time.
   *
   * @param newListener hears it
   * @return this
   */
  public JournalRecovery listener(WorkListener newListener) {
    listener = newListener;
    return this;
  }

  /**
   * Bounds the quarantine. A recovery that would need more is refused before it changes anything.
   *
   * @param bytes all files in the quarantine together may have
   * @return this
   */
  public JournalRecovery quarantineCap(long bytes) {
    quarantineCap = bytes;
    return this;
  }

  /**
   * Looks at every block of the journal, and changes nothing.
   *
   * @return the facts
   */
  public RecoveryFacts inspect() {
    return runner().inspect();
  }

  /**
   * What {@link #recover} would do: a dry run. Reads, and changes nothing.
   *
   * @param request what is wanted
   * @return the plan; that of an unfinished recovery, if there is one
   * @throws io.semj.error.JournalLockedException when a writer holds the journal
   * @throws io.semj.error.RecoveryException when no strategy that fits can be carried out
   */
  public RecoveryPlan plan(RecoveryRequest request) {
    return runner().plan(request);
  }

  /**
   * Recovers. If a recovery was begun and not finished, that is finished instead, and its report
   * returned.
   *
   * @param request what is wanted
   * @return what was done
   * @throws io.semj.error.JournalLockedException when a writer holds the journal
   * @throws io.semj.error.ResourceExhaustedException when the quarantine would outgrow its cap;
   *     nothing was changed
   * @throws io.semj.error.RecoveryException when no strategy that fits can be carried out
   * @throws io.semj.error.WorkCancelledException when it was cancelled
   * @throws io.semj.error.JournalTimeoutException when the time limit is over
   */
  public RecoveryReport recover(RecoveryRequest request) {
    return runner().recover(request);
  }

  /**
   * Whether a recovery was begun and not finished, so that the journal cannot be opened for
   * writing.
   *
   * @return whether {@link #resume} has something to do
   */
  public boolean isUnfinished() {
    return Files.exists(directory.resolve(JournalDirectory.INTENT_FILE));
  }

  /**
   * Finishes a recovery that was begun and not finished; without one, recovers as the facts ask
   * for. A coordinated one needs its participants: give {@link #recover} the request it was begun
   * with.
   *
   * @return what was done
   */
  public RecoveryReport resume() {
    return recover(RecoveryRequest.automatic());
  }

  private RecoveryRunner runner() {
    return new RecoveryRunner(directory, control, listener, quarantineCap);
  }
}
