package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject

/**
 * Returns whether the member [name] is there and says something: some servers write null for what they have nothing to say about.
 */
internal fun JsonObject.hasValue(name: String): Boolean = this[name].let { it != null && it !is JsonNull }
