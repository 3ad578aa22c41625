// Tested by JsonAdapterFromJavaTest.
package io.github.oidcauth.internal.api

import io.github.oidcauth.http.JsonAdapter
import io.github.oidcauth.http.JsonReader
import io.github.oidcauth.http.JsonTypeReader
import io.github.oidcauth.http.JsonWriter
import java.lang.reflect.Type

/** The adapter that calls functions of a JSON library. */
internal class FunctionsAdapter(
    private val writer: JsonWriter,
    private val reader: JsonReader,
    private val types: JsonTypeReader?,
) : JsonAdapter {
    override fun write(value: Any): String = writer.write(value)

    override fun read(
        text: String,
        type: Type,
    ): Any? = if (type is Class<*>) reader.read(text, type) else typeReaderOf(type).read(text, type)

    /** @throws IllegalArgumentException when there is no function that reads [type]. */
    fun requireReadable(type: Type) {
        if (type !is Class<*>) typeReaderOf(type)
    }

    private fun typeReaderOf(type: Type): JsonTypeReader =
        requireNotNull(types) {
            "The JSON adapter reads classes alone, and ${type.typeName} has parameters. Give JsonAdapter.of a third " +
                "function: gson::fromJson, or a JsonTypeReader that calls mapper.readValue(text, mapper.constructType(type))."
        }

    override fun toString(): String = "JsonAdapter"
}
