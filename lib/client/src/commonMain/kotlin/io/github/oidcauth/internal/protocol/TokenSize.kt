package io.github.oidcauth.internal.protocol

import io.github.oidcauth.Token
import io.github.oidcauth.UntrustedAnswerException
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject

/**
 * How large the token in a response may be. All applications of a user share one token file, and a server that fills it would
 * keep the others from their tokens. All limits are far above what any server is known to issue.
 */
internal object TokenSize {
    /** Characters of access token, refresh token and ID token together. */
    const val MAX_TOKENS: Int = 262_144

    /** Characters of a refresh token. A longer one counts as absent. */
    const val MAX_REFRESH_TOKEN: Int = 131_072

    /** Characters of a scope. A longer one counts as absent. */
    const val MAX_SCOPE: Int = 16_384

    /** Characters of the members that nobody knows, as JSON text. */
    const val MAX_EXTRA: Int = 16_384

    /** Quotes, colon and comma around a member. */
    private const val PUNCTUATION = 4

    /** @throws UntrustedAnswerException when [token] is larger than can be kept. */
    fun check(token: Token): Token {
        val size = token.accessToken.length + token.refreshToken.orEmpty().length + token.idToken.orEmpty().length
        if (size <= MAX_TOKENS) return token
        throw UntrustedAnswerException(
            "The tokens in the server's response have $size characters together, and no more than $MAX_TOKENS can be kept. " +
                "Ask for a smaller scope, or have the server put less into them.",
        )
    }

    /** Returns [extra] without its largest members, as many as it takes to keep to [MAX_EXTRA]. */
    fun limited(extra: Map<String, JsonElement>): JsonObject {
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
