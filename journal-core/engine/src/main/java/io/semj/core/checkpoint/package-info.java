/**
 * Checkpoints: places in a journal with the application's state there, and files that hold them.
 */
package io.semj.core.checkpoint;
