package io.github.oidcauth.keyring.internal

import com.sun.jna.Library
import com.sun.jna.Memory
import com.sun.jna.Native
import com.sun.jna.Pointer
import com.sun.jna.Structure
import com.sun.jna.WString
import com.sun.jna.ptr.PointerByReference
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/** The Credential Manager of Windows: generic credentials that stay on this machine. It never asks the user. */
internal class WindowsCredentials(
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
    private val lastError: () -> Int = Native::getLastError,
    private val load: () -> Advapi32 = { NativeLibraries.load("Advapi32", Advapi32::class.java, ADVICE) },
) : Keyring {
    private val api by lazy(load)

    override suspend fun read(item: KeyringItem): ByteArray? =
        withContext(dispatcher) {
            val found = PointerByReference()
            if (!api.CredReadW(target(item), GENERIC, 0, found)) {
                val error = lastError()
                if (error == NOT_FOUND) return@withContext null
                throw failure("read", error)
            }
            try {
                val credential = Credential(found.value)
                credential.blob?.getByteArray(0, credential.blobSize)
            } finally {
                api.CredFree(found.value)
            }
        }

    override suspend fun write(
        item: KeyringItem,
        secret: ByteArray,
    ): Unit =
        withContext(dispatcher) {
            Memory(secret.size.toLong()).use { blob ->
                blob.write(0, secret, 0, secret.size)
                val credential =
                    Credential().apply {
                        type = GENERIC
                        targetName = target(item)
                        comment = WString(item.label)
                        this.blob = blob
                        blobSize = secret.size
                        persist = LOCAL_MACHINE
                        userName = WString(item.account)
                    }
                try {
                    if (!api.CredWriteW(credential, 0)) throw failure("written", lastError())
                } finally {
                    blob.clear()
                }
            }
        }

    private fun target(item: KeyringItem) = WString(item.toString())

    private fun failure(
        done: String,
        error: Int,
    ): KeyringException =
        if (error == NO_SESSION) {
            // A service, or a session over the network, has no credentials.
            KeyringException.Unavailable("This session of Windows has no Credential Manager (error $error).", ADVICE)
        } else {
            KeyringException.Failed("The Credential Manager could not be $done (error $error).")
        }

    /** The functions of `wincred.h` that are used. */
    @Suppress("ktlint:standard:function-naming")
    internal interface Advapi32 : Library {
        fun CredReadW(
            target: WString,
            type: Int,
            flags: Int,
            credential: PointerByReference,
        ): Boolean

        fun CredWriteW(
            credential: Credential,
            flags: Int,
        ): Boolean

        fun CredFree(credential: Pointer)
    }

    /** `CREDENTIALW`. */
    @Structure.FieldOrder(
        "flags",
        "type",
        "targetName",
        "comment",
        "lastWrittenLow",
        "lastWrittenHigh",
        "blobSize",
        "blob",
        "persist",
        "attributeCount",
        "attributes",
        "targetAlias",
        "userName",
    )
    internal class Credential(
        pointer: Pointer? = null,
    ) : Structure(pointer) {
        @JvmField var flags: Int = 0

        @JvmField var type: Int = 0

        @JvmField var targetName: WString? = null

        @JvmField var comment: WString? = null

        @JvmField var lastWrittenLow: Int = 0

        @JvmField var lastWrittenHigh: Int = 0

        @JvmField var blobSize: Int = 0

        @JvmField var blob: Pointer? = null

        @JvmField var persist: Int = 0

        @JvmField var attributeCount: Int = 0

        @JvmField var attributes: Pointer? = null

        @JvmField var targetAlias: WString? = null

        @JvmField var userName: WString? = null

        init {
            if (pointer != null) read()
        }
    }

    private companion object {
        /** `CRED_TYPE_GENERIC`. */
        const val GENERIC = 1

        /** `CRED_PERSIST_LOCAL_MACHINE`. */
        const val LOCAL_MACHINE = 2

        /** `ERROR_NOT_FOUND`. */
        const val NOT_FOUND = 1168

        /** `ERROR_NO_SUCH_LOGON_SESSION`. */
        const val NO_SESSION = 1312
        const val ADVICE = "Run the program in the session of a user who is logged in to Windows."
    }
}
