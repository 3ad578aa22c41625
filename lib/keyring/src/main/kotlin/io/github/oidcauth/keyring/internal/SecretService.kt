package io.github.oidcauth.keyring.internal

import com.sun.jna.Memory
import com.sun.jna.NativeLong
import com.sun.jna.Pointer
import com.sun.jna.ptr.LongByReference
import com.sun.jna.ptr.PointerByReference
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes

/**
 * The Secret Service of Linux and other Unixes (freedesktop.org), as GNOME Keyring, KWallet and KeePassXC provide it, called
 * through libsecret. Secrets are encrypted on the bus, and go to the default collection.
 *
 * A user who is asked has [promptTimeout] to respond.
 */
internal class SecretService(
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
    private val promptTimeout: Duration = 2.minutes,
    load: () -> LibSecret.Libraries = { LibSecret.Libraries(ADVICE) },
) : Keyring {
    private val libraries by lazy(load)

    override suspend fun read(item: KeyringItem): ByteArray? =
        call { service, cancellable ->
            val found = find(service, item, cancellable) ?: return@call null
            try {
                unlock(service, found, cancellable)
                secretOf(found.getPointer(0), cancellable)
            } finally {
                free(found)
            }
        }

    override suspend fun write(
        item: KeyringItem,
        secret: ByteArray,
    ): Unit =
        call { service, cancellable ->
            Memory(secret.size.toLong()).use { memory ->
                memory.write(0, secret, 0, secret.size)
                val value = libraries.secret.secret_value_new(memory, NativeLong(secret.size.toLong()), "text/plain")
                memory.clear()
                try {
                    store(service, item, value, cancellable)
                } finally {
                    libraries.secret.secret_value_unref(value)
                }
            }
        }

    /** Runs [block] with a connection to the service. Cancelling also closes the prompt that the user may see. */
    private suspend fun <T> call(block: (service: Pointer, cancellable: Pointer) -> T): T =
        coroutineScope {
            val cancellable = withContext(dispatcher) { libraries.gio.g_cancellable_new() }
            val work = async(dispatcher) { outcome { connected(cancellable, block) } }
            try {
                withTimeoutOrNull(promptTimeout) { work.await() }
                    ?: throw KeyringException.Locked("The keyring was not unlocked within $promptTimeout.")
            } finally {
                // This has no effect when the work is done. The object must outlive it.
                libraries.gio.g_cancellable_cancel(cancellable)
                withContext(NonCancellable) { work.join() }
                libraries.gobject.g_object_unref(cancellable)
            }
        }.getOrThrow()

    private fun <T> outcome(block: () -> T): Result<T> =
        try {
            Result.success(block())
        } catch (e: KeyringException) {
            Result.failure(e)
        }

    private fun <T> connected(
        cancellable: Pointer,
        block: (service: Pointer, cancellable: Pointer) -> T,
    ): T {
        val error = PointerByReference()
        val service = libraries.secret.secret_service_get_sync(OPEN_SESSION, cancellable, error)
        if (service == null) throw connectionFailure(take(error))
        try {
            return block(service, cancellable)
        } finally {
            libraries.gobject.g_object_unref(service)
            libraries.secret.secret_service_disconnect()
        }
    }

    /** Returns a list of one item, or null if there is none. The search unlocks nothing. */
    private fun find(
        service: Pointer,
        item: KeyringItem,
        cancellable: Pointer,
    ): Pointer? =
        withAttributes(item) { attributes ->
            val error = PointerByReference()
            val found = libraries.secret.secret_service_search_sync(service, null, attributes, 0, cancellable, error)
            if (error.value != null) throw failure("searched", take(error))
            found
        }

    private fun unlock(
        service: Pointer,
        found: Pointer,
        cancellable: Pointer,
    ) {
        if (!libraries.secret.secret_item_get_locked(found.getPointer(0))) return
        val error = PointerByReference()
        val count = libraries.secret.secret_service_unlock_sync(service, found, cancellable, null, error)
        if (error.value != null) throw KeyringException.Locked("The keyring is locked: ${take(error).text}")
        if (count == 0) throw KeyringException.Locked("The keyring is locked, and was not unlocked.")
    }

    private fun secretOf(
        item: Pointer,
        cancellable: Pointer,
    ): ByteArray? {
        val error = PointerByReference()
        if (!libraries.secret.secret_item_load_secret_sync(item, cancellable, error)) throw failure("read", take(error))
        val value = libraries.secret.secret_item_get_secret(item) ?: throw KeyringException.Locked("The keyring is locked.")
        try {
            val length = LongByReference()
            val bytes = libraries.secret.secret_value_get(value, length)
            return bytes?.getByteArray(0, length.value.toInt()) ?: ByteArray(0)
        } finally {
            libraries.secret.secret_value_unref(value)
        }
    }

    private fun store(
        service: Pointer,
        item: KeyringItem,
        value: Pointer,
        cancellable: Pointer,
    ) = withAttributes(item) { attributes ->
        val error = PointerByReference()
        val stored =
            libraries.secret
                .secret_service_store_sync(service, null, attributes, DEFAULT, item.label, value, cancellable, error)
        if (error.value != null) throw failure("written", take(error))
        if (!stored) throw KeyringException.Locked("The keyring is locked, and was not unlocked.")
    }

    /** Runs an action with the attributes; names and values live as long as the table. */
    private fun <T> withAttributes(
        item: KeyringItem,
        block: (Pointer) -> T,
    ): T {
        val strings =
            listOf("xdg:schema" to SCHEMA, "service" to KeyringItem.SERVICE, "account" to item.account)
                .map { (name, value) -> text(name) to text(value) }
        val table = libraries.glib.g_hash_table_new(libraries.stringHash, libraries.stringEqual)
        try {
            strings.forEach { (name, value) -> libraries.glib.g_hash_table_insert(table, name, value) }
            return block(table)
        } finally {
            libraries.glib.g_hash_table_unref(table)
            strings.forEach { (name, value) ->
                name.close()
                value.close()
            }
        }
    }

    private fun text(value: String): Memory {
        val bytes = value.encodeToByteArray()
        return Memory(bytes.size + 1L).also {
            it.write(0, bytes, 0, bytes.size)
            it.setByte(bytes.size.toLong(), 0)
        }
    }

    /** Frees a list of at most one item. */
    private fun free(found: Pointer) {
        libraries.gobject.g_object_unref(found.getPointer(0))
        libraries.glib.g_list_free(found)
    }

    private class Fault(
        val domain: String,
        val code: Int,
        val text: String,
    )

    /** Reads a `GError`, domain, code and message, and frees it. */
    private fun take(error: PointerByReference): Fault {
        val pointer = error.value ?: return Fault("", 0, "it does not say why.")
        val message = pointer.getPointer(MESSAGE_OFFSET)?.getString(0, "UTF-8").orEmpty()
        val fault =
            Fault(
                libraries.glib.g_quark_to_string(pointer.getInt(0)).orEmpty(),
                pointer.getInt(CODE_OFFSET),
                message.oneLine().trimEnd('.') + ".",
            )
        libraries.glib.g_error_free(pointer)
        return fault
    }

    /**
     * Returns the exception for a failed connection. A service that hangs does not count as missing: otherwise tokens would
     * be stored unencrypted.
     */
    private fun connectionFailure(fault: Fault): KeyringException {
        val timedOutOnBus = fault.domain == DBUS_ERROR && fault.code in DBUS_TIMEOUTS
        val timedOutInIo = fault.domain == IO_ERROR && fault.code in IO_TIMEOUTS
        return if (timedOutOnBus || timedOutInIo) {
            KeyringException.Failed("The Secret Service does not respond: ${fault.text}")
        } else {
            KeyringException.Unavailable("No Secret Service responds: ${fault.text}", ADVICE)
        }
    }

    private fun failure(
        done: String,
        fault: Fault,
    ): KeyringException {
        val isOfSecret = fault.domain == SECRET_ERROR
        return when {
            (isOfSecret && fault.code == IS_LOCKED) || "IsLocked" in fault.text -> {
                KeyringException.Locked("The keyring is locked: ${fault.text}")
            }

            // The default collection is created when it is first needed, with a password that the user chooses.
            isOfSecret && fault.code == NO_SUCH_OBJECT -> {
                KeyringException.Unavailable("The Secret Service has no default keyring: ${fault.text}", ADVICE)
            }

            else -> {
                KeyringException.Failed("The keyring could not be $done: ${fault.text}")
            }
        }
    }

    private fun String.oneLine(): String = map { if (it.isISOControl()) ' ' else it }.joinToString("").take(MAX_TEXT)

    private companion object {
        /** `SECRET_SERVICE_OPEN_SESSION`: Diffie-Hellman, so that others on the bus cannot read the secret. */
        const val OPEN_SESSION = 1 shl 1

        /** `SECRET_COLLECTION_DEFAULT`. */
        const val DEFAULT = "default"
        const val SCHEMA = "io.github.oidcauth.Key"
        const val SECRET_ERROR = "secret-error"

        /** `SECRET_ERROR_IS_LOCKED`. */
        const val IS_LOCKED = 2

        /** `SECRET_ERROR_NO_SUCH_OBJECT`. */
        const val NO_SUCH_OBJECT = 3
        const val DBUS_ERROR = "g-dbus-error-quark"

        /** `G_DBUS_ERROR_NO_REPLY`, `_TIMEOUT` and `_TIMED_OUT`. */
        val DBUS_TIMEOUTS = setOf(4, 12, 20)
        const val IO_ERROR = "g-io-error-quark"

        /** `G_IO_ERROR_CANCELLED` and `_TIMED_OUT`. */
        val IO_TIMEOUTS = setOf(19, 24)
        const val CODE_OFFSET = 4L
        const val MESSAGE_OFFSET = 8L
        const val MAX_TEXT = 200
        const val ADVICE =
            "Install libsecret (libsecret-1-0 in Debian and Ubuntu, libsecret in Fedora, Arch and Alpine) and a keyring: " +
                "gnome-keyring, KWallet 5.97 or newer, or KeePassXC. It runs in the session of a logged-in user; " +
                "elsewhere start the program with dbus-run-session and unlock gnome-keyring-daemon first."
    }
}
