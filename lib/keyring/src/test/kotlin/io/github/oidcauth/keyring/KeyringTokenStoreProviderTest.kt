package io.github.oidcauth.keyring

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.TokenStoreLocation
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf

class KeyringTokenStoreProviderTest :
    FunSpec({
        fun open(address: String) = TokenStoreLocation(address, "some-app").open()

        test("the address keyring is a file of its own in the cache directory") {
            val store = open("keyring").shouldBeInstanceOf<KeyringTokenStore>()
            store.path shouldBe FileTokenStore.forApp("some-app").path.resolveSibling("token-store.encrypted.json")
            open("KEYRING") shouldBe store
        }

        test("a path may follow") {
            val path = tempdir().toPath().resolve("a b.json")
            open("keyring:$path").shouldBeInstanceOf<KeyringTokenStore>().path shouldBe path
        }

        test("keyring-or-file is another store than keyring, in the same place") {
            open("keyring-or-file") shouldNotBe open("keyring")
            open("keyring-or-file").shouldBeInstanceOf<KeyringTokenStore>().path shouldBe
                (open("keyring") as KeyringTokenStore).path
        }

        test("other addresses are refused with those there are") {
            listOf("keyring:", "keyring: ", "keyring-or-file:/tmp/x", "keyring:a\u0000b").forEach { address ->
                shouldThrow<InvalidConfigException> { open(address) }.message shouldContain "keyring:PATH"
            }
        }

        test("the plain file is not the encrypted one") {
            val path = tempdir().toPath().resolve("x.json")
            shouldThrow<IllegalArgumentException> { KeyringTokenStore.builder(path).plainFile(path).build() }
        }
    })
