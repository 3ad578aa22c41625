package io.github.oidcauth.http

/** Writes objects as JSON text: `mapper::writeValueAsString` of Jackson, `gson::toJson` of Gson. */
public fun interface JsonWriter {
    /** Returns [value] as JSON text. Whatever it throws is the reason of an [IllegalArgumentException]. */
    @Throws(Exception::class)
    public fun write(value: Any): String
}
