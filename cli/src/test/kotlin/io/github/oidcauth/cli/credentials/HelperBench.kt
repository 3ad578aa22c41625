package io.github.oidcauth.cli.credentials

import io.github.oidcauth.SilentInteraction
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.cli.CommandBench
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.TemporaryFolders
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleClients
import io.github.oidcauth.sample.server.SampleServer
import io.github.oidcauth.sample.server.Settings
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.ConcurrentHashMap
import kotlin.io.path.deleteIfExists
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** A user's tokens, and credential helpers that use them as other programs start them. */
internal class HelperBench(
    private val server: SampleServer,
) {
    val tokenFile: Path = TemporaryFolders.new().resolve("tokens.json")
    val target = arrayOf(server.issuer, "--client-id", SampleClients.CLI)

    /** Has the tokens of a login, the same in each bench of the server. Returns the access token. */
    suspend fun logIn(): String {
        val file = LOGINS.getOrPut(server.issuer) {
            bench(user = User()).run("token", *target).succeeded().let { tokenFile.readText() }
        }
        tokenFile.deleteIfExists()
        bench().write(file)
        return stored("access_token")
    }

    /** Runs the helper [command] for the same client, with [request] on standard input. */
    suspend fun run(
        command: String,
        vararg arguments: String,
        request: String = "",
        environment: Map<String, String> = emptyMap(),
        user: UserInteraction = SilentInteraction,
    ): Result = bench(request, environment, user).run(command, *target, *arguments)

    /** The value of the member [name] of the stored token. */
    fun stored(
        name: String,
    ): String = checkNotNull(member(name).find(tokenFile.readText())) { "There is no $name." }.groupValues[1]

    /** Replaces the member [name] of the stored token. */
    fun replace(
        name: String,
        value: String,
    ) = tokenFile.writeText(tokenFile.readText().replace(stored(name), value))

    companion object {
        /** A login takes a second. Its refresh token can be used by each bench. */
        val settings = Settings(deviceInterval = Duration.ofSeconds(1), rotateRefreshTokens = false)
        private val LOGINS = ConcurrentHashMap<String, String>()
    }

    private fun member(name: String) = Regex("\"$name\"\\s*:\\s*\"([^\"]*)\"")

    private fun bench(
        request: String = "",
        environment: Map<String, String> = emptyMap(),
        user: UserInteraction = SilentInteraction,
    ) = CommandBench(user, tokenFile, mapOf("OIDC_TOKEN_FILE" to "$tokenFile") + environment, request)
}
