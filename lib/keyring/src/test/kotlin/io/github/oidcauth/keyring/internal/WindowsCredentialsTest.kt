package io.github.oidcauth.keyring.internal

import com.sun.jna.Native
import com.sun.jna.Pointer
import com.sun.jna.WString
import com.sun.jna.ptr.PointerByReference
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe

/** The calls to Windows, and the meaning of its results; not Windows itself. */
class WindowsCredentialsTest :
    FunSpec({
        val item = KeyringItem("current")

        test("a credential is read as it was written, and freed") {
            val api = FakeAdvapi32()
            val keyring = WindowsCredentials(lastError = { api.error }, load = { api })
            keyring.read(item).shouldBeNull()
            keyring.write(item, byteArrayOf(1, 2, 3))
            keyring.read(item) shouldBe byteArrayOf(1, 2, 3)
            keyring.write(item, byteArrayOf(4))
            keyring.read(item) shouldBe byteArrayOf(4)
            api.freed shouldBe 2
            api.kept.keys shouldContainExactly setOf("oidc-auth/current")
        }

        test("it stays on this machine and in this account") {
            val api = FakeAdvapi32()
            WindowsCredentials(lastError = { api.error }, load = { api }).write(item, byteArrayOf(1))
            val credential = api.kept.values.single()
            credential.type shouldBe 1
            credential.persist shouldBe 2
            credential.userName.toString() shouldBe "current"
        }

        test("only 'not found' means that there is none") {
            val api = FakeAdvapi32().apply { failure = 1312 }
            val keyring = WindowsCredentials(lastError = { api.error }, load = { api })
            shouldThrow<KeyringException.Unavailable> { keyring.read(item) }
            shouldThrow<KeyringException.Unavailable> { keyring.write(item, byteArrayOf(1)) }
            api.failure = 5
            shouldThrow<KeyringException.Failed> { keyring.read(item) }.message shouldBe
                "The Credential Manager could not be read (error 5)."
            shouldThrow<KeyringException.Failed> { keyring.write(item, byteArrayOf(1)) }
        }

        test("the structure has the size and order that wincred.h says") {
            val wide = Native.POINTER_SIZE == 8
            WindowsCredentials.Credential().size() shouldBe if (wide) 80 else 52
        }
    })

private class FakeAdvapi32 : WindowsCredentials.Advapi32 {
    val kept = mutableMapOf<String, WindowsCredentials.Credential>()
    var failure = 0
    var error = 0
    var freed = 0

    override fun CredReadW(
        target: WString,
        type: Int,
        flags: Int,
        credential: PointerByReference,
    ): Boolean {
        error = if (failure != 0) failure else 1168
        if (failure != 0) return false
        val found = kept[target.toString()]?.takeIf { it.type == type } ?: return false
        found.write()
        credential.value = found.pointer
        return true
    }

    override fun CredWriteW(
        credential: WindowsCredentials.Credential,
        flags: Int,
    ): Boolean {
        error = failure
        if (failure != 0) return false
        val copy =
            WindowsCredentials.Credential().apply {
                type = credential.type
                targetName = credential.targetName
                persist = credential.persist
                userName = credential.userName
                blobSize = credential.blobSize
                val bytes = checkNotNull(credential.blob).getByteArray(0, blobSize)
                blob = com.sun.jna.Memory(blobSize.toLong()).also { it.write(0, bytes, 0, bytes.size) }
            }
        kept[credential.targetName.toString()] = copy
        return true
    }

    override fun CredFree(credential: Pointer) {
        freed++
    }
}
