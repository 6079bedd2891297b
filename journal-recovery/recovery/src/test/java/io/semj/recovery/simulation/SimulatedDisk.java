package io.semj.recovery.simulation;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A disk with its operating system's cache: files and names as programs see them, and as the device
 * holds them. Content is on the device once its file was forced, a name once its directory was.
 * What was not may get there by itself, in any order but this: changes to the names of one
 * directory keep theirs, and a change is there as a whole. Safe for all threads.
 */
final class SimulatedDisk {
  private static final double WRITE_BACK = 0.05;

  private final Map<String, SimulatedNode> names = new TreeMap<>();
  private final Map<String, SimulatedNode> durableNames = new TreeMap<>();
  private final List<NameChange> unforced = new ArrayList<>();
  private final Map<SimulatedNode, SimulatedLock> locks = new HashMap<>();
  private final Dice dice;
  private final long capacityPages;
  private FaultPlan plan;
  private long nodes;
  private boolean dead;
  private SimulatedNode bad;
  private long badFrom;
  private long badTo;

  SimulatedDisk(DiskImage image, FaultPlan plan, Dice dice, long capacityBytes) {
    this.plan = plan;
    this.dice = dice;
    this.capacityPages = capacityBytes / SimulatedFile.PAGE;
    image
        .files()
        .forEach((name, content) -> names.put(name, node(content.map(SimulatedFile::new))));
    durableNames.putAll(names);
  }

  private SimulatedNode node(Optional<SimulatedFile> file) {
    return new SimulatedNode(file.orElse(null), ++nodes);
  }

  /** Whether the power is gone. */
  synchronized boolean isDead() {
    return dead;
  }

  /** Nothing fails from now on. What a failed force has forgotten stays forgotten. */
  synchronized void heal() {
    plan = FaultPlan.none();
  }

  /** From now on the device does not give some bytes of a file. */
  synchronized void spoil(String name, long from, long to) {
    bad = names.get(name);
    badFrom = from;
    badTo = to;
  }

  /** What the programs see. */
  synchronized DiskImage asSeen() {
    Map<String, Optional<FileImage>> files = new TreeMap<>();
    names.forEach(
        (name, node) -> files.put(name, Optional.ofNullable(node.file()).map(f -> f.asSeen())));
    return new DiskImage(files);
  }

  /** What the device may hold when the power goes now, or went before. */
  synchronized DiskImage afterPowerCut(Dice chance) {
    Map<String, SimulatedNode> left = new TreeMap<>(durableNames);
    Set<String> behind = new HashSet<>();
    for (NameChange change : unforced) {
      if (!change.touches(behind) && chance.chance(chance.keeping())) {
        change.apply(left);
      } else {
        change.addDirectories(behind);
      }
    }
    Map<Long, Optional<FileImage>> contents = new TreeMap<>();
    Map<String, Optional<FileImage>> files = new TreeMap<>();
    left.forEach(
        (name, node) -> {
          if (name.equals("/") || files.containsKey(NameChange.parent(name))) {
            files.put(
                name,
                contents.computeIfAbsent(
                    node.number(),
                    n -> Optional.ofNullable(node.file()).map(f -> f.afterPowerCut(chance))));
          }
        });
    return new DiskImage(files);
  }

  /** Counts the operation; true when it is to do a part of its work only. */
  private boolean begin(Operation operation, String name) throws IOException {
    if (dead) {
      throw new FileSystemException(name, null, "Input/output error (the power is gone)");
    }
    if (dice.chance(WRITE_BACK)) {
      writeBack();
    }
    Fault fault = plan.next(operation);
    switch (fault) {
      case IO_ERROR, NO_SPACE -> {
        failing(operation, name);
        throw new FileSystemException(
            name, null, fault == Fault.NO_SPACE ? "No space left on device" : "Input/output error");
      }
      case POWER_CUT -> {
        dead = true;
        throw new FileSystemException(name, null, "Input/output error (the power goes)");
      }
      default -> {
        return fault == Fault.SHORT;
      }
    }
  }

  private void failing(Operation operation, String name) {
    SimulatedNode node = names.get(name);
    if (operation == Operation.FORCE && node != null && !node.isDirectory()) {
      node.file().forceAndFail(dice);
    }
  }

  private void writeBack() {
    List<SimulatedNode> all = List.copyOf(names.values());
    SimulatedNode one = all.get(dice.below(all.size()));
    if (!one.isDirectory()) {
      one.file().writeBack(dice);
    }
  }

  private void change(NameChange change) {
    change.apply(names);
    unforced.add(change);
  }

  synchronized SimulatedNode find(String name) throws IOException {
    if (dead) {
      throw new FileSystemException(name, null, "Input/output error (the power is gone)");
    }
    return names.get(name);
  }

  private SimulatedNode require(String name) throws IOException {
    SimulatedNode node = names.get(name);
    if (node == null) {
      throw new NoSuchFileException(name);
    }
    return node;
  }

  synchronized SimulatedNode open(String name) throws IOException {
    begin(Operation.OPEN, name);
    return require(name);
  }

  synchronized SimulatedNode create(String name) throws IOException {
    begin(Operation.CREATE, name);
    requireFree(name);
    SimulatedNode node = node(Optional.of(new SimulatedFile(FileImage.EMPTY)));
    change(new NameChange(null, name, node));
    return node;
  }

  synchronized void makeDirectory(String name) throws IOException {
    begin(Operation.MAKE_DIRECTORY, name);
    requireFree(name);
    change(new NameChange(null, name, node(Optional.empty())));
  }

  private void requireFree(String name) throws IOException {
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    if (!require(NameChange.parent(name)).isDirectory()) {
      throw new NotDirectoryException(NameChange.parent(name));
    }
  }

  synchronized void link(String name, String existing) throws IOException {
    begin(Operation.LINK, name);
    requireFree(name);
    change(new NameChange(null, name, require(existing)));
  }

  synchronized void rename(String from, String to, boolean replace) throws IOException {
    begin(Operation.RENAME, from);
    SimulatedNode node = require(from);
    if (node.isDirectory()) {
      throw new FileSystemException(from, to, "directories are not renamed here");
    }
    if (!replace) {
      requireFree(to);
    }
    require(NameChange.parent(to));
    change(new NameChange(from, to, node));
  }

  synchronized void delete(String name) throws IOException {
    begin(Operation.DELETE, name);
    SimulatedNode node = require(name);
    if (node.isDirectory() && !children(name).isEmpty()) {
      throw new DirectoryNotEmptyException(name);
    }
    change(new NameChange(name, null, node));
  }

  synchronized List<String> list(String directory) throws IOException {
    begin(Operation.LIST, directory);
    if (!require(directory).isDirectory()) {
      throw new NotDirectoryException(directory);
    }
    return children(directory);
  }

  private List<String> children(String directory) {
    return names.keySet().stream()
        .filter(name -> !name.equals("/") && NameChange.parent(name).equals(directory))
        .toList();
  }

  synchronized int read(SimulatedNode node, String name, long position, byte[] into)
      throws IOException {
    boolean partly = begin(Operation.READ, name);
    int length = partly ? Math.min(into.length, 1 + dice.below(64)) : into.length;
    if (node.equals(bad) && position < badTo && position + length > badFrom) {
      if (position >= badFrom) {
        throw new FileSystemException(name, null, "Input/output error");
      }
      length = (int) (badFrom - position); // up to there it gives them
    }
    return node.file().read(position, into, 0, length);
  }

  synchronized int write(SimulatedNode node, String name, long position, byte[] bytes)
      throws IOException {
    boolean partly;
    boolean running = !dead;
    try {
      partly = begin(Operation.WRITE, name);
    } catch (IOException e) {
      if (running) {
        node.file().write(position, bytes, 0, wholePages(position, bytes.length));
      }
      throw e;
    }
    int length = partly && bytes.length > 1 ? 1 + dice.below(bytes.length - 1) : bytes.length;
    if (usableBytes() < length) {
      throw new FileSystemException(name, null, "No space left on device");
    }
    node.file().write(position, bytes, 0, length);
    return length;
  }

  /** A part of a write: it is done page by page, each under a lock. */
  private int wholePages(long position, int length) {
    long end = position + dice.below(length + 1);
    return (int) Math.max(0, end - end % SimulatedFile.PAGE - position);
  }

  synchronized void truncate(SimulatedNode node, String name, long size) throws IOException {
    begin(Operation.TRUNCATE, name);
    node.file().truncate(size);
  }

  synchronized void force(SimulatedNode node, String name) throws IOException {
    if (!node.isDirectory()) {
      begin(Operation.FORCE, name);
      node.file().force();
      return;
    }
    begin(Operation.FORCE_DIRECTORY, name);
    Set<String> directories = new HashSet<>(Set.of(name));
    List<NameChange> forced = new ArrayList<>();
    for (int i = unforced.size() - 1; i >= 0; i--) {
      if (unforced.get(i).touches(directories)) {
        unforced.get(i).addDirectories(directories);
        forced.add(0, unforced.remove(i));
      }
    }
    forced.forEach(change -> change.apply(durableNames));
  }

  synchronized long askUsableBytes(String name) throws IOException {
    begin(Operation.ASK_SPACE, name);
    return usableBytes();
  }

  private long usableBytes() {
    if (capacityPages == Long.MAX_VALUE / SimulatedFile.PAGE) {
      return Long.MAX_VALUE;
    }
    long used =
        names.values().stream()
            .distinct()
            .filter(node -> !node.isDirectory())
            .mapToLong(node -> node.file().pages())
            .sum();
    return Math.max(0, capacityPages - used) * SimulatedFile.PAGE;
  }

  synchronized FileLock lock(SimulatedNode node, FileChannel channel) {
    if (locks.containsKey(node)) {
      throw new OverlappingFileLockException();
    }
    SimulatedLock lock = new SimulatedLock(this, channel);
    locks.put(node, lock);
    return lock;
  }

  synchronized void unlock(Channel channel) {
    locks.values().removeIf(lock -> lock.acquiredBy() == channel);
  }

  synchronized boolean holds(SimulatedLock lock) {
    return locks.containsValue(lock);
  }

  synchronized long size(SimulatedNode node) {
    return node.isDirectory() ? 0 : node.file().size();
  }
}
