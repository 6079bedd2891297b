package io.semj.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostingSortTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 1_000, 100_000})
  void shouldSortPostingsThatComeInTheOrderOfTheirBlocks(int count) {
    Random random = new Random(count);
    long[] postings = new long[count];
    for (int i = 0; i < count; i++) {
      long hash = random.nextBoolean() ? random.nextInt(50) : random.nextLong();
      KeyKind kind = List.of(KeyKind.values()).get(random.nextInt(KeyKind.values().length));
      postings[i] = Posting.of(IndexKey.of(kind, hash), i / 7);
    }
    long[] expected = postings.clone();
    Arrays.sort(expected);

    PostingSort.byKey(postings, count, new long[count]);

    assertThat(postings).isEqualTo(expected);
  }
}
