// Tested by FileTokenStoreTest and NamedTokenFileTest.
package io.github.oidcauth.internal.tokenfile.document

import io.github.oidcauth.InvalidHostException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.json.PythonJson
import io.github.oidcauth.internal.json.string
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Instant

/** A document with one token. A member may name its owner. */
internal class SingleTokenDocument(
    private val json: JsonObject,
) : TokenDocument() {
    override val isSingleToken: Boolean get() = true

    override val isVerbatim: Boolean get() = false

    /** True if the token belongs to one key, and not to whichever is asked for. */
    private val isBound: Boolean = json[HOST].let { it != null && it !is JsonNull }

    /** The owner of the token, or null when the file names none, or names neither a host nor an issuer's key. */
    private val owner: TokenKey? = if (isBound) json.string(HOST)?.let(::ownerKey) else null

    /** The token, without the member for the file only. */
    private val entry: Entry = StoreMember.tokenIn(JsonObject(json - HOST))

    val isMalformed: Boolean get() = entry == Entry.Malformed

    override fun get(key: TokenKey): Entry = if (isFor(key)) entry else Entry.OfOtherOwner(owner)

    override fun entries(now: Instant): List<StoredToken> {
        val token = (entry as? Entry.Found)?.token?.takeUnless { it.isStale(now) }
        return if (owner == null || token == null) emptyList() else listOf(StoredToken(owner, token))
    }

    override fun put(
        key: TokenKey,
        token: Token,
        now: Instant,
    ): TokenDocument {
        val unknown = (entry as? Entry.Found)?.token?.extra.orEmpty()
        return SingleTokenDocument(JsonObject(unknown + (token.toJson() - HOST) + (HOST to JsonPrimitive(key.value))))
    }

    override fun remove(key: TokenKey): TokenDocument = if (isFor(key)) EMPTY else this

    override fun clear(): TokenDocument = EMPTY

    override fun pieces(): List<ByteArray> = listOf(PythonJson.print(json).encodeToByteArray())

    /** Returns true if this is the token of [key], in whatever spelling. */
    private fun isFor(key: TokenKey): Boolean = !isBound || owner.let { it != null && it == (ownerKey(key.value) ?: key) }

    /** Returns the owner that [name] names: a host in any spelling, or an issuer's client. */
    private fun ownerKey(name: String): TokenKey? =
        try {
            TokenKey.forHost(name)
        } catch (_: InvalidHostException) {
            TokenKey.of(name).takeIf { it.issuerKey != null || it.applicationKey != null }
        }

    private companion object {
        const val HOST = "host"
    }
}
