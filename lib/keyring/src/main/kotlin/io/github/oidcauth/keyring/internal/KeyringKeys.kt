// Tested by KeyringTokenStoreTest.
package io.github.oidcauth.keyring.internal

import io.github.oidcauth.TokenEncryptionKey
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.util.Base64

/**
 * The keys that encrypt tokens, in a keyring: each is stored under its own id, which never changes, and the current one also
 * under [CURRENT]. So keys are added and never replaced: of two programs that set the current key, both find the key of the
 * other.
 *
 * A key that was read stays in memory, so the keyring is asked for it once, and a missing key is looked for once. Calls to
 * the keyring happen one at a time, so that a user is asked once. Thread-safe.
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
     * Returns the key to encrypt with, and makes one if there is none.
     *
     * @throws KeyringException if the keyring cannot be read or written.
     */
    suspend fun current(): TokenEncryptionKey =
        current ?: turn.withLock {
            current ?: (stored(CURRENT) ?: createFirst()).also(::use)
        }

    /**
     * Returns the key with the id [id], or null if the keyring has none.
     *
     * @throws KeyringException if the keyring cannot be read.
     */
    suspend fun find(id: String): TokenEncryptionKey? {
        known[id]?.let { return it }
        if (id in missing) return null
        return turn.withLock {
            known[id]?.let { return it }
            // A key that is stored under the id of another key is not used.
            val key = stored(KeyringItem(id))?.takeIf { it.id == id }
            if (key == null) missing += id else known += id to key
            key
        }
    }

    /**
     * Makes a new key to encrypt with. Previous keys stay.
     *
     * @throws KeyringException if the keyring cannot be written.
     */
    suspend fun rotate(): TokenEncryptionKey = turn.withLock { generate().also(::use) }

    private fun use(key: TokenEncryptionKey) {
        known += key.id to key
        current = key
    }

    /** Makes the first key. Another process may make one at the same time: the key that was named last is the one for both. */
    private suspend fun createFirst(): TokenEncryptionKey {
        val mine = generate()
        known += mine.id to mine
        return stored(CURRENT) ?: mine
    }

    private suspend fun generate(): TokenEncryptionKey {
        val key = TokenEncryptionKey.generate()
        // In this order, because nothing must be encrypted with a key that cannot be found by its id.
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
                "The keyring entry $item is not a key of this program. Remove it there.",
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
