package io.github.oidcauth.internal.json

import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject

/** Returns whether the member [name] is present and not null. Some servers write null for members without a value. */
internal fun JsonObject.hasValue(name: String): Boolean = this[name].let { it != null && it !is JsonNull }
