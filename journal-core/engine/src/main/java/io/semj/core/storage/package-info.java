/** Files of a journal: directory, lock, segments, the durable mark. Internal. */
package io.semj.core.storage;
