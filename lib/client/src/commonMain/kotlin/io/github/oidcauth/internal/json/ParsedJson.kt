package io.github.oidcauth.internal.json

import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement

/** Parses the JSON of responses. Pure. */
internal object ParsedJson {
    /**
     * Returns [text], parsed by [format]. Unless that is lenient, words without quotes are refused, which the parser accepts: most
     * are the error pages of proxies.
     *
     * @throws IllegalArgumentException when it is not JSON, or is nested so deep that printing it could exhaust the stack.
     */
    fun of(
        format: Json,
        text: String,
    ): JsonElement {
        requireShallow(text)
        val json = format.parseToJsonElement(text)
        require(format.configuration.isLenient || isStrict(json)) { "The text is not JSON." }
        return json
    }

    /** @throws IllegalArgumentException when [text] is JSON so deep that reading it as objects in objects could exhaust the stack. */
    fun requireShallow(text: String): Unit =
        require(!isNestedTooDeep(text)) { "The JSON is nested deeper than $MAX_JSON_DEPTH levels." }
}
