package io.github.oidcauth.keyring.internal

import com.sun.jna.Memory
import com.sun.jna.Pointer
import com.sun.jna.ptr.IntByReference
import com.sun.jna.ptr.PointerByReference
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

/** The calls to macOS, and the meaning of its results; not macOS itself. */
class MacKeychainTest :
    FunSpec({
        val item = KeyringItem("current")

        fun keyring(system: FakeSecurity) = MacKeychain(loadSecurity = { system }, loadFoundation = { system.foundation })

        test("a password is read as it was written, replaced, and everything is given back") {
            val system = FakeSecurity()
            val keyring = keyring(system)
            keyring.read(item).shouldBeNull()
            keyring.write(item, byteArrayOf(1, 2, 3))
            keyring.read(item) shouldBe byteArrayOf(1, 2, 3)
            keyring.write(item, byteArrayOf(4))
            keyring.read(item) shouldBe byteArrayOf(4)
            system.kept.keys shouldBe setOf("oidc-auth/current")
            system.lent shouldBe 0
        }

        test("an item that another process has added in between is replaced") {
            val system = FakeSecurity()
            system.isLate = true
            keyring(system).write(item, byteArrayOf(1))
            system.kept.getValue("oidc-auth/current") shouldBe byteArrayOf(1)
            system.lent shouldBe 0
        }

        test("only 'not found' means that there is none") {
            val system = FakeSecurity()
            val keyring = keyring(system)
            for (status in listOf(-25308, -25293, -128)) {
                system.failure = status
                shouldThrow<KeyringException.Locked> { keyring.read(item) }
                shouldThrow<KeyringException.Locked> { keyring.write(item, byteArrayOf(1)) }
            }
            for (status in listOf(-25307, -25291)) {
                system.failure = status
                shouldThrow<KeyringException.Unavailable> { keyring.read(item) }
            }
            system.failure = -50
            shouldThrow<KeyringException.Failed> { keyring.read(item) }.message shouldBe
                "The Keychain could not be read (status -50)."
        }
    })

private class FakeSecurity : MacKeychain.Security {
    val kept = mutableMapOf<String, ByteArray>()
    var failure = 0

    /** True if another process adds an item just before we do. */
    var isLate = false

    /** The number of objects that were handed out and not returned. */
    var lent = 0
    private var referred = ""
    val foundation =
        object : MacKeychain.CoreFoundation {
            override fun CFRelease(reference: Pointer) {
                lent--
            }
        }

    override fun SecKeychainFindGenericPassword(
        keychain: Pointer?,
        serviceLength: Int,
        service: ByteArray,
        accountLength: Int,
        account: ByteArray,
        length: IntByReference?,
        data: PointerByReference?,
        item: PointerByReference?,
    ): Int {
        if (failure != 0) return failure
        val name = service.decodeToString(0, serviceLength) + "/" + account.decodeToString(0, accountLength)
        val secret = kept[name] ?: return -25300
        length?.value = secret.size
        data?.let {
            lent++
            it.value = Memory(secret.size.toLong()).apply { write(0, secret, 0, secret.size) }
        }
        item?.let {
            lent++
            referred = name
            it.value = Memory(1)
        }
        return 0
    }

    override fun SecKeychainAddGenericPassword(
        keychain: Pointer?,
        serviceLength: Int,
        service: ByteArray,
        accountLength: Int,
        account: ByteArray,
        length: Int,
        data: ByteArray,
        item: PointerByReference?,
    ): Int {
        val name = service.decodeToString(0, serviceLength) + "/" + account.decodeToString(0, accountLength)
        if (isLate) kept[name] = byteArrayOf(9)
        isLate = false
        if (name in kept) return -25299
        kept[name] = data.copyOf(length)
        return 0
    }

    override fun SecKeychainItemModifyAttributesAndData(
        item: Pointer,
        attributes: Pointer?,
        length: Int,
        data: ByteArray,
    ): Int {
        kept[referred] = data.copyOf(length)
        return 0
    }

    override fun SecKeychainItemFreeContent(
        attributes: Pointer?,
        data: Pointer,
    ): Int {
        lent--
        return 0
    }
}
