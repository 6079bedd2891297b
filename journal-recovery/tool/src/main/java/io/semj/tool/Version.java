package io.semj.tool;

import io.semj.format.SegmentDescriptor;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} says. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {
      "semj "
          + (version == null ? "of no release" : version)
          + ", Java "
          + Runtime.version().feature()
          + ", segment descriptor version "
          + SegmentDescriptor.DESCRIPTOR_VERSION
    };
  }
}
