package io.github.oidcauth.sample.models

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.ScriptedVisitor
import io.github.oidcauth.sample.server.Settings
import io.github.oidcauth.sample.server.TerminalUser
import java.nio.file.Files
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.concurrent.thread

/**
 * Two servers, the user of a terminal, and the default stores, which are below `target/cache` in these tests
 * (`XDG_CACHE_HOME`). Polling goes by the second.
 */
internal class ExampleServer : AutoCloseable {
    val server: SampleServer =
        SampleServer.start(Settings(deviceInterval = Duration.ofSeconds(1), backchannelInterval = Duration.ofSeconds(1)))
    private val withoutDevices = SampleServer.start(Settings(deviceGrant = false))
    private val user = TerminalUser()

    /** An application where users log in with a code. */
    val deviceHost: String get() = server.url

    /** An application where users log in in the browser, which takes no second. */
    val host: String get() = withoutDevices.url

    /** Another one like [host]. */
    val secondHost: String get() = withoutDevices.brokerUrl
    val issuer: String get() = server.issuer
    val tokenEndpoint = "$issuer/oauth2/token"

    /** Starts without stored tokens. */
    suspend fun forgetTokens() {
        FileTokenStore.forApp().clear()
        FileTokenStore.forApp("my-app").clear()
    }

    /** Returns a client of the service, which has a secret. */
    suspend fun service(): OAuth2Client = OAuth2Client.discover(issuer, SampleClients.SERVICE, SampleClients.SECRET)

    /** Returns the server's word on [token]: the user of an active one, or null. */
    suspend fun userOf(token: Token): String? = service().introspect(token.accessToken).takeIf { it.active }?.subject

    override fun close() {
        user.close()
        withoutDevices.close()
        server.close()
    }

    companion object {
        /** Returns the path of a file that is not there yet. */
        fun newFile(): Path = Files.createTempDirectory("models").resolve("tokens.json")
    }
}

/** The output of a program, and a user who reads it: opens the page of a device login and types the code. */
internal class ProgramOutput(
    private val pageLine: String,
    private val codeLine: String,
) : (String) -> Unit {
    val lines = CopyOnWriteArrayList<String>()

    override fun invoke(line: String) {
        lines += line
        val page = lines.firstOrNull { it.startsWith(pageLine) }?.removePrefix(pageLine) ?: return
        if (line.startsWith(codeLine)) {
            val code = line.removePrefix(codeLine).substringBefore(' ')
            thread(name = "visitor") { ScriptedVisitor().approveDevice(page, code) }
        }
    }
}
