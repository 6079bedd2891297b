/** The ring as a file that outlives the process, and what an opening makes of one. */
package io.semj.core.ring;
