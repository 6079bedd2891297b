package io.semj.core.storage;

/** What to do with a segment that was not closed properly: a table over {@link TailFacts}. */
public enum TailDecision {
  /** The log ends cleanly: seal it. */
  SEAL,

  /**
   * Something torn lies behind the end and nothing of it was acknowledged: set it aside, then seal.
   */
  CUT,

  /** Acknowledged events are missing: refuse to open for writing. */
  REFUSE;

  /**
   * The table.
   *
   * <pre>
   *  acknowledged behind the end | bytes behind the end | decision
   *  ----------------------------+----------------------+---------
   *  yes                         | any                  | REFUSE
   *  no                          | none                 | SEAL
   *  no                          | some                 | CUT
   * </pre>
   *
   * @param facts of the scan
   * @return the decision
   */
  public static TailDecision of(TailFacts facts) {
    if (facts.durableSequence() > facts.end().sequence()) {
      return REFUSE;
    }
    return facts.tornBytes() == 0 ? SEAL : CUT;
  }
}
