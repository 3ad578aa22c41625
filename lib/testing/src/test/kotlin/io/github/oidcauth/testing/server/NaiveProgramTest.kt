package io.github.oidcauth.testing.server

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.StoreException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.StoreMisuseError
import io.github.oidcauth.testing.StrictTokenStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

/** Programs that refresh in ways which work on the machine of who wrote them: here they do not. */
class NaiveProgramTest :
    FunSpec({
        /** A session whose access token is over, and a client that can refresh it. */
        class Bench(
            isRotated: Boolean = true,
        ) : AutoCloseable {
            val server = ScriptedLoginServer.inMemory().also { it.settings.rotatesRefreshTokens = isRotated }
            val store = StrictTokenStore()
            val key: TokenKey = server.issuerConfig().key

            init {
                store.seed(key, server.issueExpiredToken(server.issuerConfig()))
            }

            suspend fun look(): Token = store.get(key).shouldNotBeNull()

            suspend fun refreshed(token: Token): Token =
                OAuth2Client
                    .discover(server.url, ScriptedLoginServer.CLIENT_ID) { httpClient = server.httpClient }
                    .token(RefreshTokenGrant(token.refreshToken.shouldNotBeNull()))

            override fun close() = server.close()
        }

        fun Token.withRefreshTokenOf(other: Token): Token = newBuilder().also { it.refreshToken = other.refreshToken }.build()

        test("refreshing without the lock is reported, if the refresh token stays the same") {
            Bench(isRotated = false).use { bench ->
                val old = bench.look()
                val new = bench.refreshed(old).withRefreshTokenOf(old)
                shouldThrow<StoreMisuseError> { bench.store.put(bench.key, new) }.message shouldContain "without the lock"
            }
        }

        test("refreshing without the lock is reported, if the refresh token is rotated and no login is expected") {
            Bench().use { bench ->
                bench.store.requiresLockToReplace = true
                val new = bench.refreshed(bench.look())
                shouldThrow<StoreMisuseError> { bench.store.put(bench.key, new) }.message shouldContain "without the lock"
            }
        }

        test("two that refresh without the lock lose the session") {
            Bench().use { bench ->
                val one = bench.look()
                val two = bench.look()
                val first = bench.refreshed(one)
                bench.server.accepts(first) shouldBe true
                shouldThrow<InvalidGrantException> { bench.refreshed(two) }
                bench.server.refreshTokenReuses shouldBe 1
                bench.server.accepts(first) shouldBe false
            }
        }

        test("a program that does not read again under the lock loses the session, when a sibling was faster") {
            Bench().use { bench ->
                val seen = bench.look()
                bench.store.writeBeforeNextLock(bench.key, bench.refreshed(seen))
                shouldThrow<InvalidGrantException> {
                    bench.store.withLock(bench.key) { bench.store.put(bench.key, bench.refreshed(seen)) }
                }
                bench.server.refreshTokenReuses shouldBe 1
            }
        }

        test("a program that reads again under the lock does not") {
            Bench().use { bench ->
                val seen = bench.look()
                bench.store.writeBeforeNextLock(bench.key, bench.refreshed(seen))
                val token =
                    bench.store.withLock(bench.key) {
                        val current = bench.look()
                        if (current != seen) current else bench.refreshed(current).also { bench.store.put(bench.key, it) }
                    }
                bench.server.accepts(token) shouldBe true
                bench.server.refreshTokenReuses shouldBe 0
                bench.store.close()
            }
        }

        test("erasing the refresh token that the response does not repeat is reported") {
            Bench(isRotated = false).use { bench ->
                shouldThrow<StoreMisuseError> {
                    bench.store.withLock(bench.key) { bench.store.put(bench.key, bench.refreshed(bench.look())) }
                }.message shouldContain "loses the refresh token"
            }
        }

        test("keeping the old refresh token in place of the new one loses the session with the next refresh") {
            Bench().use { bench ->
                suspend fun refresh() =
                    bench.store.withLock(bench.key) {
                        val old = bench.look()
                        bench.store.put(bench.key, bench.refreshed(old).withRefreshTokenOf(old))
                    }
                refresh()
                shouldThrow<InvalidGrantException> { refresh() }
                bench.server.refreshTokenReuses shouldBe 1
            }
        }

        test("continuing when the token could not be written loses the session with the next refresh") {
            Bench().use { bench ->
                bench.store.failNextPut()

                suspend fun refresh() =
                    bench.store.withLock(bench.key) {
                        val new = bench.refreshed(bench.look())
                        try {
                            bench.store.put(bench.key, new)
                        } catch (_: StoreException) {
                            // It will work the next time.
                        }
                    }
                refresh()
                shouldThrow<InvalidGrantException> { refresh() }
                bench.server.refreshTokenReuses shouldBe 1
            }
        }
    })
