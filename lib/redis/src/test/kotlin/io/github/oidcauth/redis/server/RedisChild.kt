package io.github.oidcauth.redis.server

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.authenticate
import io.github.oidcauth.redis.RedisTokenStore
import kotlinx.coroutines.runBlocking
import java.nio.file.Path

/** Processes that use a store, and the way to start one: `main(deed, url, …)`. */
object RedisChild {
    @JvmStatic
    fun main(args: Array<String>): Unit =
        runBlocking {
            val store = RedisTokenStore(args[1]) { notices = StoreNotices { System.err.println(it) } }
            when (args[0]) {
                "hold" -> hold(store, TokenKey.of(args[2]))

                "authenticate" -> authenticate(store, args[2])

                // Neither closed nor exited: what keeps the JVM alive is what the store has left behind.
                "read" -> println(store.get(TokenKey.of(args[2]))?.accessToken)
            }
        }

    /** Takes the lock, says so, and writes when it is told to. */
    private suspend fun hold(
        store: RedisTokenStore,
        key: TokenKey,
    ) {
        store.withLock(key) {
            println("held")
            readlnOrNull()
            try {
                store.put(key, Token("of the child"))
                println("written")
            } catch (e: StoreException) {
                println("refused: ${e.message}")
            }
        }
        store.close()
    }

    private suspend fun authenticate(
        store: RedisTokenStore,
        host: String,
    ) {
        store.get(TokenKey.forHost(host))
        println("ready")
        readlnOrNull()
        val config =
            Config(host) {
                this.store = store
                interactive = false
                interaction = SilentInteraction
            }
        try {
            println(authenticate(config).accessToken)
        } catch (e: AuthException) {
            println("failed: ${e.message}")
        }
        store.close()
    }

    fun start(vararg arguments: String): Process {
        val java = Path.of(System.getProperty("java.home"), "bin", "java")
        val options = listOf("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m")
        return ProcessBuilder(
            listOf("$java") + options + listOf("-cp", System.getProperty("java.class.path"), RedisChild::class.java.name) +
                arguments,
        )
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
    }
}
