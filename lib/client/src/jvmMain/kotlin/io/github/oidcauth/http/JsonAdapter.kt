package io.github.oidcauth.http

import io.github.oidcauth.internal.api.FunctionsAdapter
import java.lang.reflect.Type

/**
 * The JSON library of a program, for objects of its classes in the bodies of an [ApiClient]. Set it by
 * [ApiClientConfig.Builder.jsonAdapter]; this library depends on none.
 *
 * ```java
 * JsonAdapter.of(mapper::writeValueAsString, mapper::readValue)            // Jackson 2 and 3
 * JsonAdapter.of(gson::toJson, gson::fromJson, gson::fromJson)             // Gson
 * ```
 *
 * An implementation must be thread-safe, as the mappers of Jackson and Gson are.
 */
public interface JsonAdapter {
    /** Returns [value] as JSON text. */
    @Throws(Exception::class)
    public fun write(value: Any): String

    /** Returns the object of [type] in [text], or null for the JSON `null`. [type] is a class, or has parameters. */
    @Throws(Exception::class)
    public fun read(
        text: String,
        type: Type,
    ): Any?

    public companion object {
        /**
         * Returns an adapter that writes by [writer] and reads objects of classes by [reader]. For types with parameters, such as
         * `List<User>`, give a third function; without it they are refused with an [IllegalArgumentException].
         */
        @JvmStatic
        public fun of(
            writer: JsonWriter,
            reader: JsonReader,
        ): JsonAdapter = FunctionsAdapter(writer, reader, types = null)

        /**
         * Returns an adapter that writes by [writer], and reads objects of classes by [reader] and those of other types by [types].
         * With Gson that is `gson::fromJson`, and with Jackson an anonymous class, as Java has no lambda for a generic function:
         *
         * ```java
         * new JsonTypeReader() {
         *     @Override
         *     public <T> T read(String text, Type type) throws Exception {
         *         return mapper.readValue(text, mapper.constructType(type));
         *     }
         * }
         * ```
         */
        @JvmStatic
        public fun of(
            writer: JsonWriter,
            reader: JsonReader,
            types: JsonTypeReader,
        ): JsonAdapter = FunctionsAdapter(writer, reader, types)
    }
}
