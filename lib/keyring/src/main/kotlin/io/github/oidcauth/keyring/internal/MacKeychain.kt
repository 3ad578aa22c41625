package io.github.oidcauth.keyring.internal

import com.sun.jna.Library
import com.sun.jna.Pointer
import com.sun.jna.ptr.IntByReference
import com.sun.jna.ptr.PointerByReference
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

/**
 * The default Keychain of macOS: generic passwords. macOS asks the user for permission before this Java reads an item that
 * another program wrote.
 *
 * These functions work for programs without an entitlement of Apple's, such as Java, and need no data structures of Core
 * Foundation. A running call cannot be cancelled.
 */
internal class MacKeychain(
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
    private val loadSecurity: () -> Security = { NativeLibraries.load("Security", Security::class.java, ADVICE) },
    private val loadFoundation: () -> CoreFoundation = {
        NativeLibraries.load("CoreFoundation", CoreFoundation::class.java, ADVICE)
    },
) : Keyring {
    private val security by lazy(loadSecurity)
    private val foundation by lazy(loadFoundation)

    override suspend fun read(item: KeyringItem): ByteArray? =
        withContext(dispatcher) {
            val length = IntByReference()
            val data = PointerByReference()
            if (!find(item, length, data, null)) return@withContext null
            try {
                data.value.getByteArray(0, length.value)
            } finally {
                security.SecKeychainItemFreeContent(null, data.value)
            }
        }

    override suspend fun write(
        item: KeyringItem,
        secret: ByteArray,
    ): Unit =
        withContext(dispatcher) {
            // Another process may have been faster than the second call.
            if (!tryReplace(item, secret) && !tryAdd(item, secret) && !tryReplace(item, secret)) require(DUPLICATE, "written")
        }

    private fun tryReplace(
        item: KeyringItem,
        secret: ByteArray,
    ): Boolean {
        val there = PointerByReference()
        return find(item, null, null, there).also { if (it) replace(there.value, secret) }
    }

    private fun find(
        item: KeyringItem,
        length: IntByReference?,
        data: PointerByReference?,
        reference: PointerByReference?,
    ): Boolean {
        val service = KeyringItem.SERVICE.encodeToByteArray()
        val account = item.account.encodeToByteArray()
        val status =
            security.SecKeychainFindGenericPassword(null, service.size, service, account.size, account, length, data, reference)
        if (status == NOT_FOUND) return false
        require(status, "read")
        return true
    }

    /** Adds the item; returns false if there is one already. */
    private fun tryAdd(
        item: KeyringItem,
        secret: ByteArray,
    ): Boolean {
        val service = KeyringItem.SERVICE.encodeToByteArray()
        val account = item.account.encodeToByteArray()
        val status =
            security.SecKeychainAddGenericPassword(null, service.size, service, account.size, account, secret.size, secret, null)
        if (status == DUPLICATE) return false
        require(status, "written")
        return true
    }

    private fun replace(
        reference: Pointer,
        secret: ByteArray,
    ) {
        try {
            require(security.SecKeychainItemModifyAttributesAndData(reference, null, secret.size, secret), "written")
        } finally {
            foundation.CFRelease(reference)
        }
    }

    private fun require(
        status: Int,
        done: String,
    ) {
        if (status == SUCCESS) return
        when (status) {
            INTERACTION_NOT_ALLOWED -> {
                throw KeyringException.Locked("The Keychain is locked, and nobody can be asked here (status $status).")
            }

            AUTHENTICATION_FAILED, CANCELED -> {
                throw KeyringException.Locked("The Keychain was not unlocked, or access was refused (status $status).")
            }

            NO_DEFAULT, NOT_AVAILABLE -> {
                throw KeyringException.Unavailable("This session of macOS has no Keychain (status $status).", ADVICE)
            }

            else -> {
                throw KeyringException.Failed("The Keychain could not be $done (status $status).")
            }
        }
    }

    /** The functions of `SecKeychain.h` that are used. */
    @Suppress("ktlint:standard:function-naming", "LongParameterList")
    internal interface Security : Library {
        fun SecKeychainFindGenericPassword(
            keychain: Pointer?,
            serviceLength: Int,
            service: ByteArray,
            accountLength: Int,
            account: ByteArray,
            length: IntByReference?,
            data: PointerByReference?,
            item: PointerByReference?,
        ): Int

        fun SecKeychainAddGenericPassword(
            keychain: Pointer?,
            serviceLength: Int,
            service: ByteArray,
            accountLength: Int,
            account: ByteArray,
            length: Int,
            data: ByteArray,
            item: PointerByReference?,
        ): Int

        fun SecKeychainItemModifyAttributesAndData(
            item: Pointer,
            attributes: Pointer?,
            length: Int,
            data: ByteArray,
        ): Int

        fun SecKeychainItemFreeContent(
            attributes: Pointer?,
            data: Pointer,
        ): Int
    }

    @Suppress("ktlint:standard:function-naming")
    internal interface CoreFoundation : Library {
        fun CFRelease(reference: Pointer)
    }

    private companion object {
        const val SUCCESS = 0

        /** `errSecItemNotFound`. */
        const val NOT_FOUND = -25300

        /** `errSecDuplicateItem`. */
        const val DUPLICATE = -25299

        /** `errSecInteractionNotAllowed`. */
        const val INTERACTION_NOT_ALLOWED = -25308

        /** `errSecAuthFailed`. */
        const val AUTHENTICATION_FAILED = -25293

        /** `errSecUserCanceled`. */
        const val CANCELED = -128

        /** `errSecNoDefaultKeychain`. */
        const val NO_DEFAULT = -25307

        /** `errSecNotAvailable`. */
        const val NOT_AVAILABLE = -25291
        const val ADVICE =
            "Run the program in the session of a user who is logged in, and see that Keychain Access shows a login keychain."
    }
}
