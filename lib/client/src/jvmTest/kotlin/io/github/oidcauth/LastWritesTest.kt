package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.assembly.SessionRegistry
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.tokenstore.PendingWrites
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import kotlin.time.Clock
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.seconds

/** A token that a store could not write before is written before the process ends, if the store can be written by then. */
class LastWritesTest :
    FunSpec({
        val disk = InMemoryTokenStore()
        var isFull = false
        val store =
            object : TokenStore by disk {
                override suspend fun put(
                    key: TokenKey,
                    token: Token,
                ) = if (isFull) throw StoreException("The disk is full.") else disk.put(key, token)
            }
        val config = Config("https://last-writes.example") { this.store = store }
        val token =
            Token("a") {
                expiresAt = Clock.System.now() + 1.hours
                refreshToken = "r"
            }

        beforeTest {
            val now = Clock.System.now()
            SessionRegistry.session(config)

            SharedState.ofProcess.pendingWrites.keep(
                Prompts.StoreKey(store.identity, config.key),
                PendingWrites.Entry(token, PendingWrites.PreviousState.Known(null), keptAt = now, triedAt = now),
            )
        }

        afterTest {

            SharedState.ofProcess.pendingWrites.removeAll(store.identity)
            Shutdown.reopen()
        }

        test("a store that can be written again gets its token") {
            Shutdown.drain(10.seconds) shouldBe true
            disk.get(config.key) shouldBe token
            disk.clear()
        }

        test("one that cannot is not waited for, and that is told") {
            isFull = true
            Shutdown.drain(10.seconds) shouldBe false
            isFull = false
        }

        test("without time nothing is tried") {
            Shutdown.drain(Duration.ZERO) shouldBe false
            disk.get(config.key) shouldBe null
        }
    })
