package io.github.oidcauth.http

import java.lang.reflect.Type

/**
 * Reads objects of types with parameters, such as `List<User>`, from JSON text: `gson::fromJson` of Gson. A functional interface of
 * Java, for references to generic functions.
 */
public interface JsonTypeReader {
    /** Returns the object of [type] in [text]. If it throws, the response is not the JSON that was expected. */
    @Throws(Exception::class)
    public fun <T> read(
        text: String,
        type: Type,
    ): T?
}
