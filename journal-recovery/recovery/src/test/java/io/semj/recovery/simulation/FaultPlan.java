package io.semj.recovery.simulation;

import java.util.Set;

/** Which operation goes wrong, and how. Counts operations of certain kinds from 1. */
final class FaultPlan {
  private final Fault fault;
  private final long from;
  private final long until;
  private final Set<Operation> among;
  private long count;

  private FaultPlan(Fault fault, long from, long until, Set<Operation> among) {
    this.fault = fault;
    this.from = from;
    this.until = until;
    this.among = among;
  }

  static FaultPlan none() {
    return new FaultPlan(Fault.NONE, 1, 0, Operation.CHANGES);
  }

  /** The power goes at the n-th operation that changes something. */
  static FaultPlan powerCutAt(long n) {
    return new FaultPlan(Fault.POWER_CUT, n, n, Operation.CHANGES);
  }

  /** The n-th operation of these kinds goes wrong. */
  static FaultPlan once(Fault fault, long n, Set<Operation> among) {
    return new FaultPlan(fault, n, n, among);
  }

  /** The n-th operation of these kinds goes wrong, and all of them behind it. */
  static FaultPlan forEver(Fault fault, long n, Set<Operation> among) {
    return new FaultPlan(fault, n, Long.MAX_VALUE, among);
  }

  Fault next(Operation operation) {
    if (!among.contains(operation)) {
      return Fault.NONE;
    }
    count++;
    return count >= from && count <= until ? fault : Fault.NONE;
  }

  /** How many operations there were so far. */
  long count() {
    return count;
  }

  /** Whether something went wrong already. */
  boolean hasStruck() {
    return count >= from && until > 0;
  }

  @Override
  public String toString() {
    return fault + (from == until ? " at " : " from ") + from;
  }
}
