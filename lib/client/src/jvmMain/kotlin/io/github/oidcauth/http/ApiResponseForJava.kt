// Tested by JsonAdapterFromJavaTest.
package io.github.oidcauth.http

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.api.FunctionsAdapter
import io.github.oidcauth.internal.json.toPlainList
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.json.toPlainValue
import kotlinx.coroutines.CancellationException
import kotlinx.serialization.SerializationException
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.serializerOrNull
import java.lang.reflect.Type

/** The members of [ApiResponse] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface ApiResponseForJava {
    /**
     * Returns the body, which is JSON, as an object of [type]: `response.body(User.class)`. It is read by
     * [ApiClientConfig.jsonAdapter]; without one [type] is `Map`, `List`, or a class of Kotlin that is `@Serializable`.
     *
     * @throws InvalidResponseException if it is not JSON, or not that of such an object.
     * @throws IllegalArgumentException if there is no adapter and [type] is another class.
     */
    @Throws(AuthException::class)
    public fun <T> body(type: Class<T>): T = body(type as Type)

    /**
     * Returns the body, which is JSON, as an object of [type], which may have parameters, such as `List<User>`: get it from
     * `TypeReference` of Jackson or `TypeToken` of Gson.
     *
     * @throws InvalidResponseException if it is not JSON, or not that of such an object.
     * @throws IllegalArgumentException if there is no adapter that reads [type].
     */
    @Throws(AuthException::class)
    @Suppress("UNCHECKED_CAST")
    public fun <T> body(type: Type): T {
        val adapter = response.adapter
        val value = if (adapter == null) plain(type) else adapted(adapter, type)
        return (value ?: throw response.unreadable(SerializationException("The JSON is null."))) as T
    }

    /**
     * Returns the body, a JSON object, as a map of maps, lists, strings, booleans, numbers and null. It cannot be changed.
     *
     * @throws InvalidResponseException if it is not a JSON object.
     */
    @Throws(AuthException::class)
    public fun toMap(): Map<String, Any?> =
        (response.json() as? JsonObject)?.toPlainMap() ?: throw response.unreadable(SerializationException("It is no object."))

    /**
     * Returns the body, a JSON array, as a list of maps, lists, strings, booleans, numbers and null. It cannot be changed.
     *
     * @throws InvalidResponseException if it is not a JSON array.
     */
    @Throws(AuthException::class)
    public fun toList(): List<Any?> =
        (response.json() as? JsonArray)?.toPlainList() ?: throw response.unreadable(SerializationException("It is no array."))

    private fun adapted(
        adapter: JsonAdapter,
        type: Type,
    ): Any? {
        (adapter as? FunctionsAdapter)?.requireReadable(type)
        return try {
            adapter.read(response.text, type)
        } catch (e: CancellationException) {
            throw e
        } catch (e: Exception) {
            // Each library has its own exceptions.
            throw response.unreadable(e)
        }
    }

    private fun plain(type: Type): Any? =
        when (type) {
            Map::class.java -> toMap()
            List::class.java -> toList()
            Any::class.java -> response.json().toPlainValue()
            else -> serialized(type)
        }

    private fun serialized(type: Type): Any? {
        val serializer = response.format.serializersModule.serializerOrNull(type)
        requireNotNull(serializer) {
            "There is nothing that reads JSON as ${type.typeName}. Set a jsonAdapter, such as " +
                "JsonAdapter.of(mapper::writeValueAsString, mapper::readValue), or use toMap() or toList()."
        }
        return response.body(deserializer = serializer)
    }

    private val response: ApiResponse get() =
        when (this) {
            is ApiResponse -> this
        }
}
