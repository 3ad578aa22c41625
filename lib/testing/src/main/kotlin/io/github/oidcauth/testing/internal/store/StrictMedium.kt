package io.github.oidcauth.testing.internal.store

import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import kotlinx.coroutines.sync.Mutex

/**
 * What strict stores that share their tokens have in common. The texts, holders and orders are guarded by this object; nobody
 * waits under it.
 */
internal class StrictMedium {
    val prompts = StrictPrompts()
    private val texts = LinkedHashMap<TokenKey, String>()
    private val locks = HashMap<TokenKey, Mutex>()
    private val holders = HashMap<TokenKey, Any>()
    private val taken = HashSet<Pair<TokenKey, TokenKey>>()

    val keys: List<TokenKey> @Synchronized get() = texts.keys.toList()

    /** Every key that somebody holds the lock of, with who does. */
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

    /** Whether somebody has taken [inner] first and then [outer], whereas now it is the other way round. */
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
        /** What is left of an entry when the disk was full, or an editor was at it. */
        const val DAMAGED: String = "{\"access_tok"
    }
}
