package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.json.JsonSlices
import io.github.oidcauth.internal.json.parseStrictJson
import io.github.oidcauth.internal.json.readJson
import io.github.oidcauth.internal.json.withoutByteOrderMark
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.internal.versions.requireFittingVersions
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic

/**
 * Keys, as a server publishes them (RFC 7517 §5). An immutable value.
 *
 * A key that cannot be used, because its type is not known or something is missing, is left out: that is how sets come to hold keys of new kinds.
 * At most [MAX_KEYS] members are looked at.
 */
public class JwkSet(
    keys: List<Jwk>,
) {
    /** The keys that can be used, in their order. */
    public val keys: List<Jwk> = keys.toList()

    /** What others may see of these keys: the public parts, and nothing of shared secrets (RFC 7517 §5). */
    public fun toPublic(): JwkSet = JwkSet(keys.filter { it.keyType != KeyTypes.OCT }.map(Jwk::toPublic))

    /** This set as JSON. **The private parts of its keys are in it**: publish that of [toPublic]. */
    public fun toJson(): JsonObject = JsonObject(mapOf("keys" to JsonArray(keys.map(Jwk::toJson))))

    override fun equals(other: Any?): Boolean = other is JwkSet && keys == other.keys

    override fun hashCode(): Int = keys.hashCode()

    override fun toString(): String = "JwkSet(keys=$keys)"

    public companion object {
        init {
            requireFittingVersions()
        }

        /** How many members of a set are looked at. No server has so many; a set that does is there to keep its readers busy. */
        public const val MAX_KEYS: Int = 100

        private const val MAX_LENGTH = 1_048_576

        /**
         * Reads a set from JSON text of at most 1048576 characters.
         *
         * @throws InvalidConfigException when [text] is no set of keys; a set without a usable key is one.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun parse(text: String): JwkSet {
            return read(text) ?: throw InvalidConfigException(NO_SET)
        }

        /**
         * The set that [json] describes.
         *
         * @throws InvalidConfigException when it has no array `keys`; a set without a usable key is a set.
         */
        @JvmStatic
        @Throws(AuthException::class)
        public fun fromJson(json: JsonObject): JwkSet = read(json) ?: throw InvalidConfigException(NO_SET)

        /**
         * Returns the set that [text] describes, or null when it is none. A key that says two things by one name is left out like
         * others that cannot be used (RFC 7517 §4); a set that does is none.
         */
        internal fun read(text: String): JwkSet? {
            val own = withoutByteOrderMark(text)
            val document = (if (own.length > MAX_LENGTH) null else readJson(own)) ?: return null
            val isSet = (document.json as? JsonObject)?.get("keys") is JsonArray
            val isAmbiguousElsewhere = (document.ambiguous - "keys").isNotEmpty()
            if (!isSet || isAmbiguousElsewhere) return null
            // Two of them are one if they are written alike.
            val written = JsonSlices.of(own).filter { JsonSlices.nameOf(it) == "keys" }.map(JsonSlices::valueOf).distinct()
            val keys = JsonSlices.of(written.singleOrNull() ?: return null).take(MAX_KEYS)
            return JwkSet(keys.mapNotNull { key -> (parseStrictJson(key) as? JsonObject)?.let(Jwk::read) })
        }

        /** The set that [json] describes, or null when it is none. */
        internal fun read(json: JsonObject): JwkSet? {
            val members = json["keys"] as? JsonArray ?: return null
            return JwkSet(members.take(MAX_KEYS).mapNotNull { member -> (member as? JsonObject)?.let(Jwk::read) })
        }

        private const val NO_SET = "A set of keys (JWKS) is a JSON object with an array named keys."
    }
}
