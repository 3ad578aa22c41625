package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.json.NumericDate
import io.github.oidcauth.internal.jwt.unverifiedClaims
import kotlin.time.Instant

/**
 * A file that consists of one bare [token], like `bt_u<uid>` of WLCG Bearer Token Discovery. Another program writes it and
 * replaces it when it has expired. The file names neither the owner of the token nor a way to refresh it, so the token is used
 * for every key, and the file is never written.
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
         * Returns the document in [content], or null when it is not a bare token. If the token is a JWT, its `exp` is the expiry;
         * it is not verified, and used for nothing else.
         */
        fun of(content: ByteArray): BareTokenDocument? {
            val text = BareToken.textOf(content) ?: return null
            val end = unverifiedClaims(text)?.let { NumericDate.of(it["exp"]) }
            return BareTokenDocument(Token(text) { expiresAt = end?.let { Instant.fromEpochSeconds(it.epochSeconds) } })
        }
    }
}
