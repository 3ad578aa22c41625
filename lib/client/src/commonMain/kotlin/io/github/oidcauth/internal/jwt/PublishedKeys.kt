package io.github.oidcauth.internal.jwt

import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.keys.KeyTypes
import io.github.oidcauth.internal.responses.RawResponse
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwkSet
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** The public keys in the response of a `jwks_uri`, and the time for which they may be kept. Only [validate] creates it. */
internal class PublishedKeys private constructor(
    val keys: List<Jwk>,
    val lifetime: Duration,
) {
    companion object {
        /** The lifetime for a server that names none. */
        val DEFAULT_LIFETIME = 10.minutes

        /**
         * The range of lifetimes. A shorter one would cause a request for each token, a longer one would keep withdrawn keys too
         * long.
         */
        val LIFETIMES = 1.minutes..1.days

        /**
         * Returns the keys in [response]. Shared secrets in it are ignored: a published secret proves nothing.
         *
         * @throws HttpException when the response is an error.
         * @throws InvalidResponseException when it is not a key set, or has no usable key.
         */
        fun validate(response: RawResponse): PublishedKeys {
            if (!response.isSuccess) {
                throw HttpException(
                    "The server's key set (jwks_uri) could not be fetched: it responded with status ${response.statusCode}.",
                    detail = null,
                    response.statusCode,
                )
            }
            val set = JwkSet.read(response.body)
            val keys = set?.keys.orEmpty().filter { it.keyType != KeyTypes.OCT }.map { it.toPublic() }
            if (keys.isEmpty()) {
                val what = if (set == null) "is not a set of keys" else "has no public key that can be used"
                throw InvalidResponseException("The server's key set (jwks_uri) $what.", response.statusCode)
            }
            return PublishedKeys(keys, lifetime(response.headers("cache-control")))
        }

        /**
         * Returns the lifetime by `max-age` (RFC 9111 §5.2.2.1). A response that must not be stored gets the shortest lifetime.
         */
        private fun lifetime(cacheControl: List<String>): Duration {
            val directives = cacheControl.flatMap { it.split(',') }.map { it.trim().lowercase() }
            if (directives.any { it == "no-store" || it.substringBefore('=') == "no-cache" }) return LIFETIMES.start
            val maxAge = directives.firstNotNullOfOrNull { maxAgeOf(it) } ?: return DEFAULT_LIFETIME
            return maxAge.seconds.coerceIn(LIFETIMES)
        }

        private fun maxAgeOf(directive: String): Long? =
            directive.takeIf { it.startsWith(MAX_AGE) }?.removePrefix(MAX_AGE)?.trim('"')?.toLongOrNull()

        private const val MAX_AGE = "max-age="
    }
}
