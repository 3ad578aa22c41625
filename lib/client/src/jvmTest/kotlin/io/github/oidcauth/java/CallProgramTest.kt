package io.github.oidcauth.java

import io.github.oidcauth.EncryptedToken
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.UnreadableTokenException
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import java.io.IOException
import java.nio.channels.ClosedByInterruptException

class CallProgramTest :
    FunSpec({
        suspend fun call(block: () -> String): String =
            callProgram(Dispatchers.IO, { StoreException("failed: ${it.javaClass.simpleName}") }, block)

        test("the result is that of the program, and what it throws becomes the failure") {
            call { "done" } shouldBe "done"
            shouldThrow<StoreException> { call { throw IOException("secret") } }.message shouldBe "failed: IOException"
        }

        test("an exception of this library is thrown unchanged") {
            val known = UnreadableTokenException("unreadable")
            shouldThrow<UnreadableTokenException> { call { throw known } }.message shouldBe "unreadable"
        }

        test("a channel that an interruption has closed is a cancellation and no failure, of a cipher too") {
            shouldThrow<CancellationException> { call { throw ClosedByInterruptException() } }
            val cipher =
                object : JavaTokenCipher() {
                    override fun encryptToken(key: TokenKey, token: Token) = throw ClosedByInterruptException()

                    override fun decryptToken(key: TokenKey, encrypted: EncryptedToken) =
                        throw ClosedByInterruptException()
                }
            shouldThrow<CancellationException> { cipher.encrypt(TokenKey.forHost("https://h.example"), Token("a")) }
        }
    })
