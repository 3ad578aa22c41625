package io.github.oidcauth.testing.server

import io.github.oidcauth.authenticate
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.StoreOperation.Kind
import io.github.oidcauth.testing.StrictTokenStore
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldBeSingleton
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.withContext
import kotlinx.coroutines.yield

/** The library's own front door, with a store that others use and that does not always work. */
class StoreInTroubleTest :
    FunSpec({
        test("two processes refresh an expired token once") {
            ScriptedLoginServer.inMemory().use { server ->
                val store = StrictTokenStore()
                val configs = listOf(store, store.sibling()).map { server.issuerConfig { this.store = it } }
                store.seed(configs.first().key, server.issueExpiredToken(configs.first()))
                val tokens =
                    withContext(Dispatchers.Default) { List(20) { i -> async { authenticate(configs[i % 2]) } }.awaitAll() }
                tokens.toSet().shouldBeSingleton()
                server.count(ServerEndpoint.TOKEN) shouldBe 1
                store.close()
            }
        }

        test("another process that refreshes is waited for, and its token is taken") {
            ScriptedLoginServer.inMemory().use { server ->
                StrictTokenStore().use { store ->
                    val config = server.issuerConfig { this.store = store }
                    store.seed(config.key, server.issueExpiredToken(config))
                    val fresh = server.issueToken(config)
                    val foreign = store.lockAsAnotherProcess(config.key)
                    coroutineScope {
                        val waiting = async { authenticate(config) }
                        while (store.operations.none { it.kind == Kind.LOCK }) yield()
                        store.seed(config.key, fresh)
                        foreign.close()
                        waiting.await() shouldBe fresh
                    }
                    server.count(ServerEndpoint.TOKEN) shouldBe 0
                }
            }
        }

        test("a login that cannot be stored is one, and the user is told") {
            ScriptedLoginServer.inMemory().use { server ->
                StrictTokenStore().use { store ->
                    store.isFull = true
                    server.accepts(authenticate(server.issuerConfig { this.store = store })) shouldBe true
                    server.user.warnings.shouldNotBeEmpty()
                }
            }
        }

        test("a damaged entry costs a login, and is replaced") {
            ScriptedLoginServer.inMemory().use { server ->
                StrictTokenStore().use { store ->
                    val config = server.issuerConfig { this.store = store }
                    store.seed(config.key, server.issueToken(config))
                    store.corrupt(config.key)
                    val token = authenticate(config)
                    store.peek(config.key)?.accessToken shouldBe token.accessToken
                    server.user.shownCodes.shouldBeSingleton()
                    server.user.warnings.shouldBeEmpty()
                }
            }
        }
    })
