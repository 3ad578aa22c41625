package io.github.oidcauth.redis.rules

import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.redis.Certificates
import io.github.oidcauth.redis.RedisTokenStore
import io.github.oidcauth.redis.TestRedis
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.writeText
import kotlin.time.Duration.Companion.seconds

/** A Redis that speaks TLS alone, as `localhost`, by the word of an authority that Java does not know. */
internal abstract class TlsRules(
    open: (Certificates) -> TestRedis,
) : FunSpec() {
    private val certificates = lazy { Certificates() }
    private val server = lazy { open(certificates.value) }
    private val key = TokenKey.of("https://h")

    private fun store(
        host: String,
        trusts: Boolean = true,
    ): RedisTokenStore {
        val url = "rediss://$host:${server.value.port}"
        return RedisTokenStore(if (trusts) "$url?ca=${certificates.value.authority}" else url) { timeout = 20.seconds }
    }

    init {
        afterSpec {
            if (server.isInitialized()) server.value.close()
            if (certificates.isInitialized()) certificates.value.close()
        }

        test("rediss, with the authority by setting or in the address") {
            store("localhost", trusts = false).close()
            RedisTokenStore("rediss://localhost:${server.value.port}") {
                trustedCertificates = certificates.value.authority
                timeout = 20.seconds
            }.use { it.put(key, Token("over TLS")) }
            store("localhost").use { it.get(key) shouldBe Token("over TLS") }
        }

        test("an authority that nobody trusts is refused, and is told nothing") {
            refuses("localhost", trusts = false)
        }

        test("a certificate for another name is refused, and is told nothing") {
            refuses("127.0.0.1", trusts = true)
        }

        test("a file of authorities that is not there, or is none, is an error, and nobody is trusted instead") {
            val none = certificates.value.folder.resolve("none.pem").apply { writeText("none") }
            listOf(none, none.resolveSibling("missing.pem")).forEach { file ->
                RedisTokenStore("rediss://localhost:${server.value.port}?ca=$file").use { store ->
                    repeat(2) {
                        shouldThrow<StoreException> { store.get(key) }.message shouldContain "The file of authorities $file"
                    }
                }
            }
        }
    }

    private suspend fun refuses(
        host: String,
        trusts: Boolean,
    ) {
        server.value.port
        store(host, trusts).use { store ->
            val before = server.value.commands
            shouldThrow<StoreException> { store.get(key) }.message shouldContain "no TLS connection"
            shouldThrow<StoreException> { store.put(key, Token("secret")) }
            server.value.commands shouldBe before
        }
    }
}
