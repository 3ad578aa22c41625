package io.github.oidcauth.measure

import io.github.oidcauth.BrowserOpener
import io.github.oidcauth.Config
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.LoginFlow
import io.github.oidcauth.Token
import io.github.oidcauth.authenticate
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import kotlinx.coroutines.runBlocking
import java.net.URI
import java.nio.file.Path
import kotlin.concurrent.thread

/** The first call of the library in the process of a program. It is called by name, in a [TracingLoader]. */
enum class Journey(
    val title: String,
) {
    CACHED_HIT("cached hit") {
        override suspend fun run(
            issuer: String,
            store: Path,
        ): Token = authenticate(issuer) { common(store) }
    },
    REFRESH("refresh") {
        override suspend fun run(
            issuer: String,
            store: Path,
        ): Token = authenticate(issuer) { common(store) }
    },
    DEVICE_LOGIN("device login") {
        override suspend fun run(
            issuer: String,
            store: Path,
        ): Token =
            authenticate(issuer) {
                common(store)
                flow = LoginFlow.DEVICE
                openBrowser = false
            }
    },
    BROWSER_LOGIN("browser login") {
        override suspend fun run(
            issuer: String,
            store: Path,
        ): Token =
            authenticate(issuer) {
                common(store)
                flow = LoginFlow.BROWSER
                browser = BrowserOpener { visit(it) }
                redirectPorts(0)
            }
    },
    BARE_GRANT("bare grant") {
        override suspend fun run(
            issuer: String,
            store: Path,
        ): Token = OAuth2Client.discover(issuer, CLIENT) {
            clientSecret = "secret"
        }.token(ClientCredentialsGrant { scope("read") })
    }, ;

    protected abstract suspend fun run(
        issuer: String,
        store: Path,
    ): Token

    companion object {
        private const val CLIENT = "reader"

        private fun Config.Builder.common(path: Path) {
            clientId = CLIENT
            scope = "openid offline_access"
            store = FileTokenStore(path)
            interactive = true
        }

        /** Acts as a browser whose user consents, and follows the redirects. */
        private fun visit(url: String): Boolean {
            thread(isDaemon = true) { URI(url).toURL().openStream().use { it.readAllBytes() } }
            return true
        }

        /** Returns the classes that the journey [name] visits, in order. */
        @JvmStatic
        fun visits(
            name: String,
            issuer: String,
            store: String,
        ): List<String> =
            Visits.during {
                runBlocking { check(valueOf(name).run(issuer, Path.of(store)).accessToken.isNotEmpty()) }
            }
    }
}
