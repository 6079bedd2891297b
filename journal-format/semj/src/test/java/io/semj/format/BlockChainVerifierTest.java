package io.semj.format;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.semj.checksum.BlockChain;
import io.semj.checksum.KernelCrc32;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
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
  void shouldFollowLightAndFullBlocksInOneChain() throws NoSuchAlgorithmException {
    ByteBuffer light = encodeLight(4, 7);
    ByteBuffer behind = encode(5, 9);
    assertThat(TestBlocks.flyweight(light).chainMode()).isEqualTo(ChainMode.CRC32);
    assertThat(TestBlocks.flyweight(behind).chainMode()).isEqualTo(ChainMode.SHA256);
    for (ByteBuffer block : List.of(first, second, third, light, behind)) {
      assertThat(check(block)).isEqualTo(BlockVerdict.VALID);
    }
    assertThat(digest(light)).isEqualTo(expectedLight(digest(third), light));
    byte[] before = TestBlocks.bytes(light);
    verifier.restart(digest(third));
    light.order(ByteOrder.BIG_ENDIAN);
    assertThat(check(light)).isEqualTo(BlockVerdict.VALID);
    assertThat(TestBlocks.bytes(light)).isEqualTo(before);
  }

  @Test
  void shouldFindAnExchangedOrLostLightBlock() {
    ByteBuffer light = encodeLight(4, 7);
    ByteBuffer next = encodeLight(5, 9);
    verifier.restart(digest(third));
    assertThat(check(next)).isEqualTo(BlockVerdict.BROKEN_CHAIN);
    ByteBuffer other = copy(light);
    other.put(BlockDescriptor.HEADER_LENGTH + 3, (byte) 99);
    TestBlocks.fixChecksum(other);
    assertThat(check(other)).isEqualTo(BlockVerdict.BROKEN_CHAIN);
    assertThat(check(light)).isEqualTo(BlockVerdict.VALID);
  }

  @Test
  void shouldFindABlockThatIsTakenForALightOneOrAFullOne() {
    ByteBuffer full = encode(4, 7);
    ByteBuffer light = encodeLight(5, 9);
    verifier.restart(digest(third));
    assertThat(check(flipped(full))).isEqualTo(BlockVerdict.BROKEN_CHAIN);
    assertThat(check(full)).isEqualTo(BlockVerdict.VALID);
    assertThat(check(flipped(light))).isEqualTo(BlockVerdict.BROKEN_CHAIN);
    assertThat(check(light)).isEqualTo(BlockVerdict.VALID);
  }

  /** The block with the flag changed, and a checksum that is right. */
  private static ByteBuffer flipped(ByteBuffer block) {
    ByteBuffer forged = copy(block);
    int flags = forged.capacity() - BlockDescriptor.TRAILER_LENGTH + BlockDescriptor.FLAGS_OFFSET;
    forged.putInt(flags, forged.getInt(flags) ^ BlockDescriptor.FLAG_LIGHT_CHAIN);
    TestBlocks.fixChecksum(forged);
    return forged;
  }

  /** As docs/format.md says, computed by the JDK's own classes. */
  private static byte[] expectedLight(byte[] before, ByteBuffer block)
      throws NoSuchAlgorithmException {
    byte[] bytes = TestBlocks.bytes(block);
    Arrays.fill(
        bytes,
        BlockDescriptor.BLOCK_CHECKSUM_OFFSET,
        BlockDescriptor.BLOCK_CHECKSUM_OFFSET + Integer.BYTES,
        (byte) 0);
    int crc = KernelCrc32.of(bytes, 0, bytes.length - ChainDigest.LENGTH);
    MessageDigest sha = MessageDigest.getInstance("SHA-256");
    sha.update(before);
    sha.update(ByteBuffer.allocate(Integer.BYTES).order(LITTLE_ENDIAN).putInt(0, crc));
    return sha.digest();
  }

  private static byte[] digest(ByteBuffer block) {
    byte[] digest = new byte[ChainDigest.LENGTH];
    TestBlocks.flyweight(block).copyChainDigest(digest, 0);
    return digest;
  }

  private static ByteBuffer copy(ByteBuffer block) {
    ByteBuffer copy = ByteBuffer.allocateDirect(block.capacity()).order(LITTLE_ENDIAN);
    return copy.put(block.duplicate().clear()).clear();
  }

  private ByteBuffer encodeLight(long blockId, long firstSequence) {
    TestRecords records = TestRecords.of(blockId, firstSequence, 700, 700);
    BlockEncoder encoder = new BlockEncoder(codec, 1_024, chain, ChainMode.CRC32);
    return TestBlocks.encode(encoder, TestBlocks.info(blockId, firstSequence, 2), records);
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
