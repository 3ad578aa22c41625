package io.github.oidcauth

import io.github.oidcauth.internal.json.PythonJson
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic

/**
 * The maximum size of one token in a [TokenStore]. It is the same in every store of this library, so that no server can fill
 * a shared store with large responses. Your own store calls [require] in [TokenStore.put] and [TokenStore.replace].
 */
public object TokenSizeLimit {
    /** The maximum size of a token in bytes, written as in a token file: indented JSON in ASCII. 256 KiB. */
    public const val BYTES: Int = 256 shl 10

    /** The maximum number of bytes for one character: one outside ASCII is written `\uXXXX`. */
    private const val MAX_BYTES_PER_CHARACTER = 6

    /** The maximum number of bytes for everything except the texts of a token. */
    private const val MAX_OVERHEAD_BYTES = 4 shl 10

    /**
     * Returns normally if [token] is not larger than [BYTES]. Does not block; thread-safe.
     *
     * @throws StoreException if it is, or if its members are nested deeper than 100 levels. The message names [key] and no
     * secret.
     */
    @JvmStatic
    @Throws(AuthException::class)
    public fun require(
        key: TokenKey,
        token: Token,
    ) {
        if (isSurelySmall(token)) return
        val size = sizeOf(token)
        if (size <= BYTES) return
        throw StoreException(
            "The token of ${key.value.printable()} has $size bytes, and a store takes at most $BYTES, so it was not stored. " +
                "Its server sends too much: request fewer scopes or claims, or tell the operator of the server.",
        )
    }

    /** Returns true if [token] may be stored. */
    internal fun fits(token: Token): Boolean = isSurelySmall(token) || sizeOf(token) <= BYTES

    private fun sizeOf(token: Token): Int = PythonJson.printMember("", JsonObject(mapOf("token" to token.toJson()))).length

    /**
     * Returns true if the texts of [token] are so short that it need not be written out to be measured. That holds for most
     * tokens.
     */
    private fun isSurelySmall(token: Token): Boolean {
        val texts = listOf(token.accessToken, token.tokenType, token.refreshToken, token.idToken, token.scope)
        // The member `headers` contains the access token a second time.
        val characters = texts.sumOf { it.orEmpty().length.toLong() } + token.accessToken.length
        return token.extra.isEmpty() && characters * MAX_BYTES_PER_CHARACTER + MAX_OVERHEAD_BYTES <= BYTES
    }
}
