package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.tokenstore.PendingWrites
import io.github.oidcauth.internal.tokenstore.WriteBehindStore
import io.github.oidcauth.java.BlockingTokenStore
import io.github.oidcauth.java.JavaTokenStore
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Clock
import kotlin.time.Duration.Companion.hours

/** A token that is removed stays removed, whatever store it was in and whoever removes it. */
class RemovedTokensTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")
        val other = TokenKey.forHost("https://other.example")

        open class Plain(
            val kept: InMemoryTokenStore = InMemoryTokenStore(),
        ) : TokenStore by kept {
            override val identity: Any get() = this

            override suspend fun put(
                key: TokenKey,
                token: Token,
            ): Unit = throw StoreException("The disk is full.")
        }

        /** As its KDoc wants it. */
        class Reporting : Plain() {
            override suspend fun remove(key: TokenKey): Boolean {
                val isForgotten = RemovedTokens.report(this, key)
                return super.remove(key) || isForgotten
            }

            override suspend fun clear() {
                RemovedTokens.reportAll(this)
                super.clear()
            }
        }

        class InJava : JavaTokenStore() {
            private val tokens = ConcurrentHashMap<TokenKey, Token>()

            override fun load(key: TokenKey): Token? = tokens[key]

            override fun save(
                key: TokenKey,
                token: Token,
            ): Unit = error("The disk is full.")

            override fun delete(key: TokenKey): Boolean = tokens.remove(key) != null

            override fun list(): Set<TokenKey> = tokens.keys

            override fun deleteAll() = tokens.clear()
        }

        fun file() = FileTokenStore(tempdir().toPath().resolve("tokens.json"))

        /** Returns the store as the flows of this process see it. */
        fun view(store: TokenStore) = WriteBehindStore(store, SharedState.ofProcess.pendingWrites, Clock.System) {}

        suspend fun login(
            store: TokenStore,
            of: TokenKey,
        ) {
            val token =
                Token("a") {
                    expiresAt = Clock.System.now() + 1.hours
                    refreshToken = "r"
                }

            SharedState.ofProcess.pendingWrites.keep(
                Prompts.StoreKey(store.identity, of),
                PendingWrites.Entry(
                    token,
                    PendingWrites.PreviousState.Known(null),
                    Clock.System.now(),
                    Clock.System.now(),
                ),
            )
            view(store).get(of) shouldBe token
        }

        val ways =
            mapOf<String, Pair<() -> TokenStore, suspend (TokenStore) -> Unit>>(
                "a file" to (::file to { it.remove(key) }),
                "a file that is cleared" to (::file to { it.clear() }),
                "a store written in Java" to (::InJava to { it.remove(key) }),
                "a store written in Java that is cleared" to (::InJava to { it.clear() }),
                "a store of the program's that reports" to (::Reporting to { it.remove(key) }),
                "a store of the program's that reports, and is cleared" to (::Reporting to { it.clear() }),
                "any store, by BlockingTokenStore" to ({ Plain() } to { BlockingTokenStore(it).remove(key) }),
                "any store that is cleared by BlockingTokenStore" to ({ Plain() } to { BlockingTokenStore(it).clear() }),
                "any store, by TokenManager" to ({ Plain() } to { TokenManager { store = it }.clear(key) }),
                "any store that is cleared by TokenManager" to ({ Plain() } to { TokenManager { store = it }.clearAll() }),
                "any store, by another one of the same place" to
                    (
                        { Plain() } to { one ->
                            val another =
                                object : TokenStore by InMemoryTokenStore() {
                                    override val identity: Any get() = one.identity
                                }
                            BlockingTokenStore(another).remove(key)
                        }
                    ),
            )
        for ((name, way) in ways) {
            test(name) {
                val (make, remove) = way
                val store = make()
                login(store, key)
                login(store, other)
                remove(store)
                view(store).get(key).shouldBeNull()
                val isAll = view(store).get(other) == null
                isAll shouldBe ("cleared" in name)
                RemovedTokens.reportAll(store)
            }
        }

        test("the token in memory is moved, as the stored one is used up, and only when the target has written it") {
            val source = Plain()
            source.kept.put(key, Token("old") { refreshToken = "used up" })
            view(source).put(key, Token("new") { refreshToken = "good" }, replaced = source.kept.get(key))
            val full = Plain()
            shouldThrow<StoreException> { source.moveTo(full) }
            view(source).get(key)?.refreshToken shouldBe "good"
            val target = InMemoryTokenStore()
            source.moveTo(target) shouldBe setOf(key)
            target.get(key)?.refreshToken shouldBe "good"
            view(source).get(key).shouldBeNull()
            source.kept.get(key).shouldBeNull()
        }
    })
