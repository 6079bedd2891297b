package io.semj.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BuddyTreeTest {
  private static final int ORDER = 6;

  private record Taken(int first, int order) {}

  /** A number below 7 takes a block of that order, others give one back. */
  @Property
  void shouldNeverGiveOutALeafTwiceAndAlwaysFindWhatIsFree(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 13) Integer> steps) {
    BuddyTree tree = new BuddyTree(ORDER);
    BitSet used = new BitSet();
    List<Taken> out = new ArrayList<>();
    for (int step : steps) {
      if (step <= ORDER) {
        int first = tree.take(step);
        assertThat(first >= 0).isEqualTo(hasFree(used, step));
        if (first >= 0) {
          int end = first + (1 << step);
          assertThat(first % (1 << step)).isZero();
          assertThat(used.get(first, end).isEmpty()).isTrue();
          used.set(first, end);
          out.add(new Taken(first, step));
        }
      } else if (!out.isEmpty()) {
        Taken taken = out.remove(step % out.size());
        tree.give(taken.first(), taken.order());
        used.clear(taken.first(), taken.first() + (1 << taken.order()));
      }
    }
    out.forEach(taken -> tree.give(taken.first(), taken.order()));
    assertThat(tree.take(ORDER)).isZero();
  }

  private static boolean hasFree(BitSet used, int order) {
    for (int first = 0; first < 1 << ORDER; first += 1 << order) {
      if (used.get(first, first + (1 << order)).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void shouldHaveNoBlockThatIsLargerThanAllOfIt() {
    assertThat(new BuddyTree(3).take(4)).isEqualTo(-1);
  }
}
