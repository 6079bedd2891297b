package io.semj.suite.peers;

import java.nio.file.Path;
import org.apache.activemq.artemis.ArtemisConstants;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.io.nio.NIOSequentialFileFactory;

/** With file channels. */
public final class ArtemisNioSubject extends ArtemisSubject {
  /** The subject. */
  public ArtemisNioSubject() {
    super("artemis-nio", "NIO", 1);
  }

  @Override
  SequentialFileFactory files(Path directory) {
    return new NIOSequentialFileFactory(
        directory.toFile(),
        true,
        ArtemisConstants.DEFAULT_JOURNAL_BUFFER_SIZE_NIO,
        ArtemisConstants.DEFAULT_JOURNAL_BUFFER_TIMEOUT_NIO,
        1,
        false);
  }

  @Override
  String unavailable() {
    return "";
  }
}
