/** Events as JSON, both ways. One object a line, the names of the kernel's fields. */
package io.semj.tool.json;
