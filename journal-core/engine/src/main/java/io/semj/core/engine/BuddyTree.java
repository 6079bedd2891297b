package io.semj.core.engine;

/**
 * Which parts of a piece of memory are free: a buddy system over blocks of powers of two, as a
 * binary tree in which each node knows the largest free block below it. One thread at a time.
 *
 * <pre>
 *                 [1: all of it]
 *          [2: half]         [3: half]
 *      [4: quarter] [5]     [6]     [7]      and so on, down to leaves of the smallest size
 * </pre>
 */
final class BuddyTree {
  private static final byte NONE = -1;

  private final byte[] largestFree;
  private final int order;

  /** A tree of {@code 1 << order} leaves, all free. */
  BuddyTree(int order) {
    this.order = order;
    this.largestFree = new byte[2 << order];
    for (int node = 1; node < largestFree.length; node++) {
      largestFree[node] = (byte) orderOf(node);
    }
  }

  private int orderOf(int node) {
    return order - (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(node));
  }

  /** Takes a block of {@code 1 << wanted} leaves; returns its first leaf, or -1 for none. */
  int take(int wanted) {
    if (largestFree[1] < wanted) {
      return -1;
    }
    int node = 1;
    while (orderOf(node) > wanted) {
      node *= 2;
      // The left one if it will do.
      node += largestFree[node] >= wanted ? 0 : 1;
    }
    largestFree[node] = NONE;
    int first = (node << wanted) - (1 << order);
    update(node / 2);
    return first;
  }

  /** Gives back a block that was taken. */
  void give(int first, int taken) {
    int node = (first + (1 << order)) >> taken;
    largestFree[node] = (byte) taken;
    update(node / 2);
  }

  private void update(int lowest) {
    for (int node = lowest; node > 0; node /= 2) {
      byte left = largestFree[2 * node];
      byte right = largestFree[2 * node + 1];
      int child = orderOf(node) - 1;
      largestFree[node] =
          left == child && right == child ? (byte) (child + 1) : (byte) Math.max(left, right);
    }
  }
}
