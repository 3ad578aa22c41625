// Tested by StrictTokenStoreTest.
package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.sync.Mutex

/**
 * The shared state of strict stores with the same tokens. This object guards the texts, holders and orders; no caller waits
 * under its lock.
 */
internal class StrictMedium {
    val prompts = StrictPrompts()
    private val texts = LinkedHashMap<TokenKey, String>()
    private val locks = HashMap<TokenKey, Mutex>()
    private val holders = HashMap<TokenKey, Any>()
    private val taken = HashSet<Pair<TokenKey, TokenKey>>()

    val keys: List<TokenKey> @Synchronized get() = texts.keys.toList()

    /** Every key whose lock is held, with its holder. */
    val held: Map<TokenKey, Any> @Synchronized get() = holders.toMap()

    @Synchronized
    fun lock(key: TokenKey): Mutex = locks.getOrPut(key) { Mutex() }

    @Synchronized
    fun text(key: TokenKey): String? = texts[key]

    @Synchronized
    fun write(
        key: TokenKey,
        text: String?,
    ): Boolean = if (text == null) texts.remove(key) != null else texts.put(key, text) != null

    @Synchronized
    fun clear(): Unit = texts.clear()

    @Synchronized
    fun hold(
        key: TokenKey,
        holder: Any,
    ) {
        holders[key] = holder
    }

    @Synchronized
    fun release(key: TokenKey) {
        holders -= key
    }

    /** Returns true if a caller has taken [inner] first and then [outer], in contrast to the order now. */
    @Synchronized
    fun isReversed(
        outer: TokenKey,
        inner: TokenKey,
    ): Boolean {
        taken += outer to inner
        return (inner to outer) in taken
    }

    fun token(key: TokenKey): Token? = text(key)?.takeUnless { it == DAMAGED }?.let(Token::deserialize)

    companion object {
        /** The rest of an entry after a full disk, or after an editor has changed it. */
        const val DAMAGED: String = "{\"access_tok"
    }
}
