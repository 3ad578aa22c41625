package io.github.oidcauth.internal.text

/** Returns a copy of this that not even Java, where every list has functions to change it, can change. */
internal fun <T> Collection<T>.toUnchangeableList(): List<T> = buildList { addAll(this@toUnchangeableList) }

/** Returns a copy of this that not even Java can change. */
internal fun <K, V> Map<K, V>.toUnchangeableMap(): Map<K, V> = buildMap { putAll(this@toUnchangeableMap) }
