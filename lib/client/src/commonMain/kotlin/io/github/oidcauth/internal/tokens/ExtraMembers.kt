package io.github.oidcauth.internal.tokens

import io.github.oidcauth.InvalidResponseException
import kotlinx.serialization.json.JsonObject

private const val EXTRA = "extra"

/** Returns the members of this response without those of [names], which have properties of their own. */
internal fun JsonObject.without(names: Collection<String>): JsonObject = JsonObject(this - names.toSet())

/**
 * Returns the further members of a response in its saved form, which has them in an object of their own: a server may name them
 * as the saved form names something else.
 *
 * @throws InvalidResponseException when it has something else there.
 */
internal fun JsonObject.savedExtra(): JsonObject =
    when (val extra = this[EXTRA]) {
        null -> JsonObject(emptyMap())
        is JsonObject -> extra
        else -> throw InvalidResponseException("The saved response has an $EXTRA that is not an object.")
    }
