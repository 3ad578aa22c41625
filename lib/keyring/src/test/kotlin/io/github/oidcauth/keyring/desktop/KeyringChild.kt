package io.github.oidcauth.keyring.desktop

import io.github.oidcauth.AuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.keyring.KeyringTokenStore
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** A process that uses a store whose key is in the keyring of its session: `main(deed, file, plain file or nothing)`. */
object KeyringChild {
    private val key = TokenKey.forHost("https://a.example.com")

    @JvmStatic
    fun main(args: Array<String>): Unit =
        runBlocking {
            val store =
                KeyringTokenStore
                    .Builder(Path.of(args[1]))
                    .notices { println("notice: $it") }
                    .plainFile(args.getOrNull(2)?.let(Path::of))
                    .build()
            try {
                println(deed(args[0], store))
            } catch (e: AuthException) {
                println("${e::class.simpleName}: ${e.message}")
            }
        }

    private suspend fun deed(
        name: String,
        store: KeyringTokenStore,
    ): String =
        when (name) {
            "put" -> {
                store.put(key, Token("secret-access"))
                "put"
            }

            "get" -> {
                "got ${store.get(key)?.accessToken}"
            }

            "rotate" -> {
                "rotated ${store.rotateKey()}"
            }

            "give up" -> {
                val started = TimeSource.Monotonic.markNow()
                val outcome = withTimeoutOrNull(1.seconds) { store.put(key, Token("x")) }
                "gave up: ${outcome == null && started.elapsedNow() < 10.seconds}"
            }

            else -> {
                error("There is no deed $name.")
            }
        }
}
