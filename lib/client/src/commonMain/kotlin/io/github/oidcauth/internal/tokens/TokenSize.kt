package io.github.oidcauth.internal.tokens

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSizeLimit
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * Limits for the token in a response. All applications of a user share one token file, and a server that filled it would keep the
 * others from storing their tokens. All limits are far above the size of any known response.
 */
internal object TokenSize {
    /** The limit in characters for a refresh token. A longer one counts as absent. */
    const val MAX_REFRESH_TOKEN: Int = 65_536

    /** The limit in characters for a scope. A longer one counts as absent. */
    const val MAX_SCOPE: Int = 16_384

    /** The limit in characters for the unknown members, as JSON text. */
    const val MAX_EXTRA: Int = 16_384

    /** Quotes, colon and comma around a member. */
    private const val PUNCTUATION = 4

    /**
     * Returns [token] if a store accepts its size ([TokenSizeLimit]).
     *
     * @throws InvalidResponseException when it is too large.
     */
    fun check(token: Token): Token {
        if (TokenSizeLimit.fits(token)) return token
        throw InvalidResponseException(
            "The tokens in the server's response take more than ${TokenSizeLimit.BYTES shr 10} KiB, so no store accepts them. " +
                "Ask for a smaller scope, or have the server put less into them.",
        )
    }

    /**
     * Returns [token] without its unknown members, and then without its ID token, as far as necessary for a store to accept it:
     * members that were kept from an earlier token must not make the new refresh token unstorable.
     */
    fun trimToFit(token: Token): Token {
        if (TokenSizeLimit.fits(token)) return token
        val plain = token.newBuilder().also { it.extra = JsonObject(emptyMap()) }.build()
        return if (TokenSizeLimit.fits(plain)) plain else plain.newBuilder().also { it.idToken = null }.build()
    }

    /** Returns [extra] without its largest members, as many as necessary to stay within [MAX_EXTRA]. */
    fun limitExtra(extra: Map<String, JsonElement>): JsonObject {
        val sizes = extra.mapValues { (name, value) -> name.length + value.toString().length + PUNCTUATION }
        var size = sizes.values.sum()
        if (size <= MAX_EXTRA) return JsonObject(extra)
        val dropped = mutableSetOf<String>()
        for ((name, length) in sizes.entries.sortedByDescending { it.value }) {
            if (size <= MAX_EXTRA) break
            dropped += name
            size -= length
        }
        return JsonObject(extra - dropped)
    }
}
