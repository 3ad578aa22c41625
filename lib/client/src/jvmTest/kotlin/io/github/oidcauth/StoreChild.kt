package io.github.oidcauth

import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.tokenfile.locks.FileLockAttempt
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Clock
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** The actions of child processes on a store. */
object StoreChild {
    private val key = TokenKey.of("https://h")

    @JvmStatic
    fun main(args: Array<String>): Unit =
        runBlocking {
            val store = FileTokenStore(Path.of(args[1])) { println("notice: $it") }
            when (args[0]) {
                "put" -> repeat(args[3].toInt()) {
                    store.put(TokenKey.of("https://${args[2]}.example.com/$it"), Token("access$it"))
                }

                "count" -> repeat(args[3].toInt()) { store.withLock(key) { increment(Path.of(args[2])) } }

                "hammer" -> hammer(store)

                "number" -> number(store)

                "authenticate" -> authenticateOnce(store, host = args[2])

                "authenticate-slowly" -> authenticateOnce(pausing(store), host = args[2])

                "client-credentials" -> requestToken(store, tokenEndpoint = args[2])

                "prompt" -> prompt(store, host = args[2])

                "refresh-on-exit" -> refreshToTheEnd(store, host = args[2]) { Shutdown.onExit(60.seconds) }

                "refresh-and-drain" -> refreshToTheEnd(store, host = args[2]) {
                    atTheEnd { println("stored: ${runBlocking { Shutdown.drain(60.seconds) }}") }
                }

                "hold" -> hold(store)

                "peek" -> println(withTimeoutOrNull(200.milliseconds) { store.withLock(key) { "free" } } ?: "not free")

                "claim" -> println(if (FileLockAttempt(Path.of(args[1])).use { it.tryAcquire() }) "free" else "not free")

                "write" -> write(Path.of(args[1]))

                "try" -> tryAll(store)
            }
        }

    /** Loses counts unless one process at a time does it. */
    private fun increment(counter: Path) {
        counter.writeText("${counter.readText().toInt() + 1}")
    }

    private suspend fun hammer(store: FileTokenStore) {
        val token = Token("a".repeat(50_000))
        while (true) {
            store.put(key, token)
            println("put")
        }
    }

    /** Writes larger and larger numbers, and says so of each that has been written. */
    private suspend fun number(store: FileTokenStore) {
        store.put(key, Token("0"))
        println("0")
        var number = 1
        while (true) {
            store.put(key, Token("$number"))
            println("${number++};")
        }
    }

    /** Gets a token for a service from a source in [store], and says which. */
    private suspend fun requestToken(
        store: TokenStore,
        tokenEndpoint: String,
    ) {
        val source = OAuth2Client(tokenEndpoint, "service", "secret").tokenSource(ClientCredentialsGrant("read")) {
            this.store = store
        }
        println("asks")
        println(source.token().accessToken)
    }

    /** Says when it is about to ask for a token, and which one it has got. */
    private suspend fun authenticateOnce(
        store: TokenStore,
        host: String,
    ) {
        if (store is FileTokenStore) println("asks")
        val token =
            authenticate(host) {
                this.store = store
                interaction = SilentInteraction
            }
        println(token.accessToken)
    }

    /** Needs a login; says when it asks, when it waits for another process, and which token it has got. */
    private suspend fun prompt(
        store: TokenStore,
        host: String,
    ) {
        val saying =
            object : UserInteraction by SilentInteraction {
                override fun showDeviceCode(code: DeviceCode) = println("asks ${code.userCode}")

                override fun showWaiting(message: String) = println("waits: $message")
            }
        val token =
            authenticate(host) {
                this.store = store
                interactive = true
                interaction = saying
            }
        println(token.accessToken)
    }

    /** Refreshes and is told to end meanwhile, for which [prepare] has taken care; says when it is about to end. */
    private suspend fun refreshToTheEnd(
        store: TokenStore,
        host: String,
        prepare: () -> Unit,
    ) {
        prepare()
        atTheEnd { println("ending") }
        authenticate(host) {
            this.store = store
            interaction = SilentInteraction
        }
        awaitCancellation()
    }

    private fun atTheEnd(action: () -> Unit) = Runtime.getRuntime().addShutdownHook(Thread(action))

    /** Says when it has read the first token under the lock, and hands it out when it is told to. */
    private fun pausing(store: FileTokenStore): TokenStore =
        object : TokenStore by store {
            private var isLocked = false
            private var hasPaused = false

            override suspend fun get(key: TokenKey): Token? {
                val token = store.get(key)
                if (isLocked && !hasPaused) {
                    hasPaused = true
                    println("has read")
                    readlnOrNull()
                }
                return token
            }

            override suspend fun <T> withLock(
                key: TokenKey,
                action: suspend () -> T,
            ): T =
                store.withLock(key) {
                    isLocked = true
                    action()
                }
        }

    /** Holds the lock until it is told to end, or killed. */
    private suspend fun hold(store: FileTokenStore) {
        store.withLock(key) {
            println("held")
            readlnOrNull()
        }
    }

    /** Holds the write lock, in the middle of a write, until it is told to end. */
    private suspend fun write(path: Path) {
        val writer =
            AtomicWriter { channel, bytes ->
                println("writing")
                readlnOrNull()
                channel.write(bytes)
            }
        FileTokenStore(path, { println("notice: $it") }, Clock.System, writer = lazyOf(writer)).put(key, Token("child"))
    }

    private suspend fun tryAll(store: FileTokenStore) {
        tryAcquire { store.get(key)?.accessToken }
        tryAcquire { store.put(key, Token("child")) }
        tryAcquire { store.withLock(key) { "inside" } }
    }

    private suspend fun tryAcquire(action: suspend () -> Any?) {
        try {
            println("ok: ${action()}")
        } catch (e: StoreException) {
            println("refused: ${e.message}")
        }
    }
}
