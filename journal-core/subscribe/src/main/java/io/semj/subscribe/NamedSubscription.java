package io.semj.subscribe;

import java.util.OptionalLong;

/**
 * A named subscription of a journal, whether somebody holds it now or not.
 *
 * @param name of the subscription
 * @param acknowledged all up to this sequence is done with; empty when its file is damaged
 * @param lag how many sequences are written behind that; 0 when its file is damaged
 * @param held whether somebody subscribes by it now
 */
public record NamedSubscription(String name, OptionalLong acknowledged, long lag, boolean held) {}
