package io.semj.query.causality;

/** How an event names another as a cause or an effect. */
public enum LinkKind {
  /** The effect names the cause as its parent. */
  PARENT("parent"),
  /** The effect names the cause as its root cause, other events perhaps between them. */
  ROOT_CAUSE("root_cause"),
  /** A causality link names both; it may be carried by either event, or by a third. */
  LINK("link");

  private final String wireName;

  LinkKind(String wireName) {
    this.wireName = wireName;
  }

  /**
   * The name in JSON and DOT.
   *
   * @return in lower case
   */
  public String wireName() {
    return wireName;
  }
}
