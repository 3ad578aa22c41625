package io.github.oidcauth.keyring.internal

import com.sun.jna.Library
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.types.shouldBeInstanceOf

class KeyringTest :
    FunSpec({
        test("each system has its own keyring") {
            Keyring.of("Windows 11").shouldBeInstanceOf<WindowsCredentials>()
            Keyring.of("Mac OS X").shouldBeInstanceOf<MacKeychain>()
            Keyring.of("Linux").shouldBeInstanceOf<SecretService>()
            Keyring.of("FreeBSD").shouldBeInstanceOf<SecretService>()
        }

        test("a library that is not there is no keyring, with the advice how to get one") {
            val e =
                shouldThrow<KeyringException.Unavailable> {
                    NativeLibraries.load("liboidc-auth-has-no-such-library.so.0", Library::class.java, "Install it.")
                }
            e.message shouldBe "The library liboidc-auth-has-no-such-library.so.0 cannot be loaded."
            e.advice shouldBe "Install it."
        }
    })
