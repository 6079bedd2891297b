package io.semj.core;

import io.semj.event.EmittableEvent;
import io.semj.event.EventCategory;
import io.semj.event.EventType;
import io.semj.event.ObservabilityContext;
import io.semj.event.SemanticEvent;

/**
 * One-line emission for each category of events, with the arguments that the kernel's own emitters
 * take. Each returns what {@link #emitEvent(EmittableEvent)} returns, and throws {@link
 * IllegalArgumentException} when the type is not of the method's category.
 */
public interface CategoryEmitters {
  /**
   * Emits an event.
   *
   * @param event the event
   * @return its sequence
   */
  long emitEvent(EmittableEvent event);

  /**
   * Emits a filesystem event.
   *
   * @param type a filesystem type
   * @param path the file's path
   * @param inode the file's inode number
   * @param fileType {@code st_mode & S_IFMT}
   * @return its sequence
   */
  default long emitFilesystemEvent(EventType type, String path, long inode, int fileType) {
    require(type, EventCategory.FILESYSTEM);
    return emitEvent(SemanticEvent.builder(type).filesystem(path, inode, fileType));
  }

  /**
   * Emits a graph event.
   *
   * @param type a graph type
   * @param nodeId the node, 0 for none
   * @param edgeId the edge, 0 for none
   * @param operationType the graph store's own operation code
   * @return its sequence
   */
  default long emitGraphEvent(EventType type, long nodeId, long edgeId, int operationType) {
    require(type, EventCategory.GRAPH);
    return emitEvent(SemanticEvent.builder(type).graph(nodeId, edgeId, operationType));
  }

  /**
   * Emits a vector event.
   *
   * @param type a vector type
   * @param vectorId the vector
   * @param dimensions its dimensions
   * @param elementType the vector store's own element type code
   * @return its sequence
   */
  default long emitVectorEvent(EventType type, long vectorId, int dimensions, int elementType) {
    require(type, EventCategory.VECTOR);
    return emitEvent(SemanticEvent.builder(type).vector(vectorId, dimensions, elementType));
  }

  /**
   * Emits an agent event.
   *
   * @param type an agent type
   * @param agentId the agent
   * @param intent what it means to do
   * @param confidence 0 to 100
   * @return its sequence
   */
  default long emitAgentEvent(EventType type, String agentId, String intent, int confidence) {
    require(type, EventCategory.AGENT);
    return emitEvent(SemanticEvent.builder(type).agent(agentId, intent, confidence));
  }

  /**
   * Emits a system event.
   *
   * @param type a system type
   * @param load the system's load
   * @param memoryUsage bytes in use
   * @param ioPressure the system's I/O pressure
   * @return its sequence
   */
  default long emitSystemEvent(EventType type, int load, long memoryUsage, int ioPressure) {
    require(type, EventCategory.SYSTEM);
    return emitEvent(SemanticEvent.builder(type).system(load, memoryUsage, ioPressure));
  }

  /**
   * Emits a semantic event.
   *
   * @param type a semantic type
   * @param transactionId the transaction, 0 for none
   * @param tags JSON text
   * @param intent what is meant
   * @param confidence 0 to 100
   * @return its sequence
   */
  default long emitSemanticEvent(
      EventType type, long transactionId, String tags, String intent, int confidence) {
    require(type, EventCategory.SEMANTIC);
    return emitEvent(
        SemanticEvent.builder(type)
            .transactionId(transactionId)
            .semantic(tags, intent, confidence));
  }

  /**
   * Emits an observability event, which userspace alone has.
   *
   * @param type an observability type
   * @param context what was observed
   * @return its sequence
   */
  default long emitObservabilityEvent(EventType type, ObservabilityContext context) {
    require(type, EventCategory.OBSERVABILITY);
    return emitEvent(SemanticEvent.builder(type).observability(context));
  }

  private static void require(EventType type, EventCategory category) {
    if (type.category() != category) {
      throw new IllegalArgumentException(
          "type is of another category: type="
              + type.wireName()
              + ", expected="
              + category
              + ", actual="
              + type.category());
    }
  }
}
