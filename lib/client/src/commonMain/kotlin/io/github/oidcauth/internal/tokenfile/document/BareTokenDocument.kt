package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.jwt.unverifiedClaims
import kotlin.time.Instant

/**
 * A file that is one bare [token] and nothing else, as WLCG Bearer Token Discovery has it in `bt_u<uid>`. Somebody else writes it and
 * replaces it when it is over: it says neither whose token it is nor how to get another one. It is the token for every key, and never
 * written.
 */
internal class BareTokenDocument private constructor(
    val token: Token,
) : TokenDocument() {
    override val isSingleToken: Boolean get() = true

    override val isVerbatim: Boolean get() = false

    override fun get(key: TokenKey): Entry = Entry.Found(token)

    override fun entries(now: Instant): List<StoredToken> = emptyList()

    override fun put(
        key: TokenKey,
        token: Token,
        now: Instant,
    ): TokenDocument = error(NOT_WRITTEN)

    override fun remove(key: TokenKey): TokenDocument = error(NOT_WRITTEN)

    override fun clear(): TokenDocument = error(NOT_WRITTEN)

    override fun pieces(): List<ByteArray> = error(NOT_WRITTEN)

    companion object {
        private const val NOT_WRITTEN = "A bare token is not written."

        /**
         * Returns the document in [content], or null when that is something else than a bare token. The token expires when its `exp`
         * says so, if it is a JWT; that is not verified, and decides on nothing else.
         */
        fun of(content: ByteArray): BareTokenDocument? {
            val text = BareToken.textOf(content) ?: return null
            val end = unverifiedClaims(text)?.let { NumericDate.of(it["exp"]) }
            return BareTokenDocument(Token(text) { expiresAt = end?.let { Instant.fromEpochSeconds(it.epochSeconds) } })
        }
    }
}
