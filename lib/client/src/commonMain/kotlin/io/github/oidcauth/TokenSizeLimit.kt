package io.github.oidcauth

import io.github.oidcauth.internal.json.PythonJson
import io.github.oidcauth.internal.text.printable
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmStatic

/**
 * The size that one token may have in a [TokenStore], the same in every store of this library: so no server can fill a store that
 * others share by what it adds to its responses. A store of your own calls [require] in [TokenStore.put] and
 * [TokenStore.replace].
 */
public object TokenSizeLimit {
    /** The most bytes that a token may have, written as in a token file: indented JSON in ASCII. 256 KiB. */
    public const val BYTES: Int = 256 shl 10

    /** The most bytes that stand for one character, which is written `\uXXXX` if it is not ASCII. */
    private const val MAX_BYTES_PER_CHARACTER = 6

    /** Upper bound of the bytes for everything but the texts of a token. */
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
                "Its server sends too much: ask for fewer scopes or claims, or tell whoever runs it.",
        )
    }

    /** Returns true if a store takes [token]. */
    internal fun fits(token: Token): Boolean = isSurelySmall(token) || sizeOf(token) <= BYTES

    private fun sizeOf(token: Token): Int = PythonJson.printMember("", JsonObject(mapOf("token" to token.toJson()))).length

    /** Returns true if [token] is small by the length of its texts: so most tokens need not be printed. */
    private fun isSurelySmall(token: Token): Boolean {
        val texts = listOf(token.accessToken, token.tokenType, token.refreshToken, token.idToken, token.scope)
        // The headers have the access token once more.
        val characters = texts.sumOf { it.orEmpty().length.toLong() } + token.accessToken.length
        return token.extra.isEmpty() && characters * MAX_BYTES_PER_CHARACTER + MAX_OVERHEAD_BYTES <= BYTES
    }
}
