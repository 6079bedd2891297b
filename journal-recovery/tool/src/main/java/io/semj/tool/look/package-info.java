/** Verbs that look at a journal as a whole, or at its bytes. */
package io.semj.tool.look;
