package io.semj.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.checksum.BlockChain;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockChainVerifierTest {
  private final BlockCodec codec = BlockCodecs.create(BlockCompression.LZ4);
  private final BlockChain chain = new BlockChain(TestBlocks.ANCHOR);
  private final ByteBuffer first = encode(1, 1);
  private final ByteBuffer second = encode(2, 3);
  private final ByteBuffer third = encode(3, 5);
  private final BlockChainVerifier verifier = new BlockChainVerifier(TestBlocks.ANCHOR);

  @AfterEach
  void close() {
    codec.close();
  }

  @Test
  void shouldFollowTheChainThatTheEncoderMade() {
    assertThat(check(first)).isEqualTo(BlockVerdict.VALID);
    assertThat(check(second)).isEqualTo(BlockVerdict.VALID);
    assertThat(check(third)).isEqualTo(BlockVerdict.VALID);
    byte[] digest = new byte[ChainDigest.LENGTH];
    verifier.copyDigest(digest, 0);
    assertThat(chain.matches(digest, 0)).isTrue();
    byte[] stored = new byte[ChainDigest.LENGTH];
    TestBlocks.flyweight(third).copyChainDigest(stored, 0);
    assertThat(stored).isEqualTo(digest);
  }

  @Test
  void shouldStayWhereItIsWhenTheChainIsBroken() {
    assertThat(check(first)).isEqualTo(BlockVerdict.VALID);
    assertThat(check(third)).isEqualTo(BlockVerdict.BROKEN_CHAIN);
    assertThat(check(first)).isEqualTo(BlockVerdict.BROKEN_CHAIN);
    assertThat(check(second)).isEqualTo(BlockVerdict.VALID);
  }

  @Test
  void shouldRefuseABlockOfAnotherJournal() {
    verifier.restart(BlockChain.anchor(new byte[BlockChain.JOURNAL_ID_LENGTH]));
    assertThat(check(first)).isEqualTo(BlockVerdict.BROKEN_CHAIN);
  }

  @Test
  void shouldGoOnFromTheDigestOfAnyBlock() {
    byte[] digest = new byte[ChainDigest.LENGTH];
    TestBlocks.flyweight(second).copyChainDigest(digest, 0);
    verifier.restart(digest);
    assertThat(check(third)).isEqualTo(BlockVerdict.VALID);
  }

  @Test
  void shouldLeaveTheBufferAsItWas() {
    byte[] before = TestBlocks.bytes(first);
    first.limit(100).position(50);
    assertThat(check(first)).isEqualTo(BlockVerdict.VALID);
    assertThat(first.position()).isEqualTo(50);
    assertThat(first.limit()).isEqualTo(100);
    assertThat(TestBlocks.bytes(first.clear())).isEqualTo(before);
  }

  @Test
  void shouldRefuseADigestOfAnotherLength() {
    assertThatThrownBy(() -> verifier.restart(new byte[33]))
        .hasMessage("digest has the wrong length: expected=32, actual=33");
  }

  private BlockVerdict check(ByteBuffer block) {
    return verifier.check(block, 0, block.capacity());
  }

  private ByteBuffer encode(long blockId, long firstSequence) {
    TestRecords records = TestRecords.of(blockId, firstSequence, 700, 700);
    return TestBlocks.encode(
        codec, 1_024, chain, TestBlocks.info(blockId, firstSequence, 2), records);
  }
}
