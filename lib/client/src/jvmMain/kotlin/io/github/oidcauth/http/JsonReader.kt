package io.github.oidcauth.http

/**
 * Reads objects of classes from JSON text: `mapper::readValue` of Jackson, `gson::fromJson` of Gson. A functional interface of Java,
 * for references to generic functions.
 */
public interface JsonReader {
    /** Returns the object of [type] in [text]. If it throws, the response is not the JSON that was expected. */
    @Throws(Exception::class)
    public fun <T> read(
        text: String,
        type: Class<T>,
    ): T?
}
