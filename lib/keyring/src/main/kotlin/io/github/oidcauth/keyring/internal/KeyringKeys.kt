package io.github.oidcauth.keyring.internal

import io.github.oidcauth.TokenEncryptionKey
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.util.Base64

/**
 * The keys that tokens are encrypted with, in a keyring: each under its own id, which never changes, and the one to encrypt
 * with once more under [CURRENT]. So keys are added and never replaced: whichever of two programs is the first to name the
 * current one, both find the key of the other.
 *
 * A key that was read stays in memory, so a keyring is asked once, and a key that is not there is looked for once. One call to
 * the keyring happens at a time, so that a user is asked once. Thread-safe.
 */
internal class KeyringKeys(
    val keyring: Keyring,
) {
    private val turn = Mutex()

    @Volatile
    private var current: TokenEncryptionKey? = null

    @Volatile
    private var known: Map<String, TokenEncryptionKey> = emptyMap()

    @Volatile
    private var missing: Set<String> = emptySet()

    /**
     * The key to encrypt with. It is made when there is none.
     *
     * @throws KeyringException when the keyring cannot be asked or written.
     */
    suspend fun current(): TokenEncryptionKey =
        current ?: turn.withLock {
            current ?: (stored(CURRENT) ?: createFirst()).also(::use)
        }

    /**
     * The key whose id is [id], or null when the keyring has none.
     *
     * @throws KeyringException when the keyring cannot be asked.
     */
    suspend fun find(id: String): TokenEncryptionKey? {
        known[id]?.let { return it }
        if (id in missing) return null
        return turn.withLock {
            known[id]?.let { return it }
            // A key that is kept under the id of another is none.
            val key = stored(KeyringItem(id))?.takeIf { it.id == id }
            if (key == null) missing += id else known += id to key
            key
        }
    }

    /**
     * Makes a new key to encrypt with. Those before stay where they are.
     *
     * @throws KeyringException when the keyring cannot be written.
     */
    suspend fun rotate(): TokenEncryptionKey = turn.withLock { generate().also(::use) }

    private fun use(key: TokenEncryptionKey) {
        known += key.id to key
        current = key
    }

    /** The first key. Another process may have been about to make it: whoever was named last has made it for both. */
    private suspend fun createFirst(): TokenEncryptionKey {
        val mine = generate()
        known += mine.id to mine
        return stored(CURRENT) ?: mine
    }

    private suspend fun generate(): TokenEncryptionKey {
        val key = TokenEncryptionKey.generate()
        // In this order: nothing is encrypted with a key that cannot be found by its id.
        write(KeyringItem(key.id), key)
        write(CURRENT, key)
        return key
    }

    private suspend fun stored(item: KeyringItem): TokenEncryptionKey? {
        val text = keyring.read(item) ?: return null
        val bytes =
            try {
                Base64.getUrlDecoder().decode(text)
            } catch (_: IllegalArgumentException) {
                ByteArray(0)
            } finally {
                text.fill(0)
            }
        if (bytes.size != TokenEncryptionKey.BYTES) {
            throw KeyringException.Failed(
                "What the keyring has under the name $item is not a key of this program. Remove it there.",
            )
        }
        return TokenEncryptionKey.of(bytes).also { bytes.fill(0) }
    }

    private suspend fun write(
        item: KeyringItem,
        key: TokenEncryptionKey,
    ) {
        val bytes = key.toBytes()
        val text = Base64.getUrlEncoder().withoutPadding().encode(bytes)
        try {
            keyring.write(item, text)
        } finally {
            bytes.fill(0)
            text.fill(0)
        }
    }

    override fun toString(): String = "KeyringKeys(current=${current?.id})"

    companion object {
        val CURRENT: KeyringItem = KeyringItem("current")
    }
}
