/** The ring, the writer, the sync thread and the housekeeper. Internal. */
package io.semj.core.engine;
