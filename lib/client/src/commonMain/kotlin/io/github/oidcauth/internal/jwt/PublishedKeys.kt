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

/** The public keys in the response of a `jwks_uri`, and how long they may be kept. Only [validate] makes one. */
internal class PublishedKeys private constructor(
    val keys: List<Jwk>,
    val lifetime: Duration,
) {
    companion object {
        /** For a server that does not say. */
        val DEFAULT_LIFETIME = 10.minutes

        /** Less would be a request for each token, more would keep keys that were withdrawn long ago. */
        val LIFETIMES = 1.minutes..1.days

        /**
         * The keys in [response]. What is secret in it is left out: a shared secret that everybody can read proves nothing.
         *
         * @throws HttpException when it is an error.
         * @throws InvalidResponseException when it is no key set, or has no key that can be used.
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
                val what = if (set == null) "is no set of keys" else "has no public key that can be used"
                throw InvalidResponseException("What the server publishes as its key set (jwks_uri) $what.", response.statusCode)
            }
            return PublishedKeys(keys, lifetime(response.headers("cache-control")))
        }

        /** RFC 9111 §5.2.2.1. Whatever forbids keeping the response is taken for the least lifetime. */
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
