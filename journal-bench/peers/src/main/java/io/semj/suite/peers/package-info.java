/** Other projects' journals, each with the settings that its own documentation recommends. */
package io.semj.suite.peers;
