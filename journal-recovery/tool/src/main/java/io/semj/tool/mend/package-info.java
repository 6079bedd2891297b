/** Verbs that mend journals, or say what mending would do. */
package io.semj.tool.mend;
