package io.semj.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A file system of its own, in an image file that is mounted, or in memory. Needs root. */
final class LoopDisk implements AutoCloseable {
  private static final int ATTEMPTS = 100;

  private final Path image;
  private final Path mount;

  private LoopDisk(Path image, Path mount) {
    this.image = image;
    this.mount = mount;
  }

  /** Makes and mounts one: {@code ext4}, {@code xfs} or {@code tmpfs}. */
  static LoopDisk create(Path parent, String type, int mebibytes) throws IOException {
    Path mount = Files.createDirectories(parent.resolve(type));
    LoopDisk disk = new LoopDisk(parent.resolve(type + ".img"), mount);
    if (type.equals("tmpfs")) {
      String size = "size=" + mebibytes + "m";
      Tools.need("mount", "-t", "tmpfs", "-o", size, "semj-harness", mount.toString());
      return disk;
    }
    Tools.need("truncate", "-s", mebibytes + "M", disk.image.toString());
    if (type.equals("xfs")) {
      Tools.need("mkfs.xfs", "-q", "-f", disk.image.toString());
    } else {
      Tools.need("mkfs." + type, "-q", "-F", "-m", "0", disk.image.toString());
    }
    disk.mount();
    return disk;
  }

  private void mount() {
    Tools.need("mount", "-o", "loop", image.toString(), mount.toString());
  }

  Path path() {
    return mount;
  }

  /** What a power cut does: from now on nothing reaches the image, the log included. */
  void cutPower() {
    Tools.need("xfs_io", "-x", "-c", "shutdown", mount.toString());
  }

  /** Power is back: what did not reach the image is forgotten. Nobody may use it meanwhile. */
  void restart() {
    unmount();
    mount();
  }

  private void unmount() {
    String failure = Tools.failureOf("umount", mount.toString());
    for (int i = 0; failure != null && i < ATTEMPTS; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // the killed child's last pages
      failure = Tools.failureOf("umount", mount.toString());
    }
    if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  /** Uses up all the space there is. */
  void fill() throws IOException {
    byte[] bytes = new byte[64 << 10];
    try (FileChannel channel =
        FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        channel.write(ByteBuffer.wrap(bytes));
      }
    } catch (IOException full) {
      return; // as intended
    }
  }

  /** Gives that space back. */
  void free() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return mount.resolve("ballast");
  }

  @Override
  public void close() throws IOException {
    unmount();
    Files.deleteIfExists(image);
  }
}
