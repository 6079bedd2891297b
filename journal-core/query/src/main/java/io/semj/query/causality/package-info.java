/**
 * What caused what: graphs of the events before and behind an event, made of the parents, root
 * causes and links that events name.
 */
package io.semj.query.causality;
