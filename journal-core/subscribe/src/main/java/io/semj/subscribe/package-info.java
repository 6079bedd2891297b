/**
 * Subscriptions: events of a journal in their order, from any place in the past into the present,
 * delivered to listeners and to {@link java.util.concurrent.Flow} subscribers.
 */
package io.semj.subscribe;
