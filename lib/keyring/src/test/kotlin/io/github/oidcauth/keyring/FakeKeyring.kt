package io.github.oidcauth.keyring

import io.github.oidcauth.keyring.internal.Keyring
import io.github.oidcauth.keyring.internal.KeyringException
import io.github.oidcauth.keyring.internal.KeyringItem
import kotlinx.coroutines.yield
import java.util.concurrent.atomic.AtomicInteger

/** A keyring in memory, which can be taken away and locked. It is stricter than real ones: it takes no two calls at once. */
internal class FakeKeyring : Keyring {
    private val secrets = java.util.concurrent.ConcurrentHashMap<KeyringItem, ByteArray>()
    private val inside = AtomicInteger()

    /** The exception of the next calls, or null. */
    @Volatile
    var fault: KeyringException? = null

    /** The action of other processes after a write. */
    @Volatile
    var afterWrite: (KeyringItem) -> Unit = {}

    @Volatile
    var reads = 0
        private set

    val accounts: Set<String> get() = secrets.keys.map { it.account }.toSet()

    override suspend fun read(item: KeyringItem): ByteArray? =
        alone {
            reads++
            secrets[item]?.copyOf()
        }

    override suspend fun write(
        item: KeyringItem,
        secret: ByteArray,
    ): Unit =
        alone {
            secrets[item] = secret.copyOf()
            afterWrite(item)
        }

    fun lose(account: String) {
        secrets.remove(KeyringItem(account))
    }

    fun put(
        account: String,
        secret: ByteArray,
    ) {
        secrets[KeyringItem(account)] = secret
    }

    fun text(account: String): String? = secrets[KeyringItem(account)]?.decodeToString()

    private suspend fun <T> alone(block: () -> T): T {
        check(inside.incrementAndGet() == 1) { "Two calls at once would ask a user twice." }
        try {
            yield()
            fault?.let { throw it }
            return block()
        } finally {
            inside.decrementAndGet()
        }
    }

    companion object {
        val NONE: KeyringException = KeyringException.Unavailable("The library x cannot be loaded.", "Install x.")
        val LOCKED: KeyringException = KeyringException.Locked("The keyring is locked.")
        val FAILED: KeyringException = KeyringException.Failed("The keyring could not be read: it is on fire.")
    }
}
