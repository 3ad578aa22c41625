package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.json.JsonSlices
import io.github.oidcauth.internal.json.jsonObjectOf
import io.github.oidcauth.internal.json.parseStrictJson
import io.github.oidcauth.internal.json.readJson
import io.github.oidcauth.internal.json.toPlainMap
import io.github.oidcauth.internal.json.withoutByteOrderMark
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.internal.text.toUnchangeableList
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic
import kotlin.jvm.JvmSynthetic

/**
 * A set of keys, as a server publishes it (RFC 7517 §5). An immutable value.
 *
 * A key that cannot be used, because its type is not known or a member is missing, is left out, because sets may contain keys
 * of new types. At most [MAX_KEYS] members are read.
 */
public class JwkSet(
    keys: List<Jwk>,
) {
    /** The usable keys, in their order. */
    public val keys: List<Jwk> = keys.toUnchangeableList()

    /** Returns the public parts of these keys, without shared secrets (RFC 7517 §5). */
    public fun toPublic(): JwkSet = JwkSet(keys.filter { it.keyType != KeyTypes.OCT }.map(Jwk::toPublic))

    /** Returns this set as JSON. **It contains the private parts of its keys**: publish the JSON of [toPublic]. */
    @JvmSynthetic
    public fun toJson(): JsonObject = JsonObject(mapOf("keys" to JsonArray(keys.map(Jwk::toJson))))

    /** Returns [toJson] as maps, lists and strings. **It contains the private parts of its keys**: publish the members of [toPublic]. */
    public fun toMap(): Map<String, Any?> = toJson().toPlainMap()

    /** Returns [toJson] as text, for [parse]. **It contains the private parts of its keys**: publish the text of [toPublic]. */
    public fun serialize(): String = toJson().toString()

    override fun equals(other: Any?): Boolean = other is JwkSet && keys == other.keys

    override fun hashCode(): Int = keys.hashCode()

    override fun toString(): String = "JwkSet(keys=$keys)"

    public companion object {
        init {
            requireFittingVersions()
        }

        /**
         * The maximum number of members of a set that are read. No server has so many; a larger set is meant to keep its
         * readers busy.
         */
        public const val MAX_KEYS: Int = 100

        private const val MAX_LENGTH = 1_048_576

        /**
         * Reads a set from JSON text of at most 1048576 characters.
         *
         * @throws InvalidConfigException if [text] is not a key set. A set without a usable key is one.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun parse(text: String): JwkSet {
            return read(text) ?: throw InvalidConfigException(NO_SET)
        }

        /**
         * Returns what [members] describe, which [toMap] returned.
         *
         * @throws InvalidConfigException if they have no array `keys`. A set without a usable key is a set.
         * @throws IllegalArgumentException if a value is not one of JSON.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun fromMap(members: Map<String, Any?>): JwkSet = fromJson(jsonObjectOf(members))

        /**
         * Returns the set that [json] describes.
         *
         * @throws InvalidConfigException if it has no array `keys`. A set without a usable key is a set.
         */
        @JvmSynthetic
        @Throws(AuthException::class)
        public fun fromJson(json: JsonObject): JwkSet = read(json) ?: throw InvalidConfigException(NO_SET)

        /**
         * Returns the set that [text] describes, or null if it describes none. A key with a repeated member is left out like
         * other unusable keys (RFC 7517 §4); a set with a repeated member is refused.
         */
        internal fun read(text: String): JwkSet? {
            val own = withoutByteOrderMark(text)
            val document = (if (own.length > MAX_LENGTH) null else readJson(own)) ?: return null
            val isSet = (document.json as? JsonObject)?.get("keys") is JsonArray
            val isAmbiguousElsewhere = (document.ambiguous - "keys").isNotEmpty()
            if (!isSet || isAmbiguousElsewhere) return null
            // Two keys with the same text count as one.
            val written = JsonSlices.of(own).filter { JsonSlices.nameOf(it) == "keys" }.map(JsonSlices::valueOf).distinct()
            val keys = JsonSlices.of(written.singleOrNull() ?: return null).take(MAX_KEYS)
            return JwkSet(keys.mapNotNull { key -> (parseStrictJson(key) as? JsonObject)?.let(Jwk::read) })
        }

        /** Returns the set that [json] describes, or null if it describes none. */
        internal fun read(json: JsonObject): JwkSet? {
            val members = json["keys"] as? JsonArray ?: return null
            return JwkSet(members.take(MAX_KEYS).mapNotNull { member -> (member as? JsonObject)?.let(Jwk::read) })
        }

        private const val NO_SET = "A set of keys (JWKS) is a JSON object with an array named keys."
    }
}
