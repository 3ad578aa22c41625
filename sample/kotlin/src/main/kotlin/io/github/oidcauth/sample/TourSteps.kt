package io.github.oidcauth.sample

import io.github.oidcauth.CodeFlow
import io.github.oidcauth.Config
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.Token
import io.github.oidcauth.UserInteraction
import io.github.oidcauth.authenticate
import io.github.oidcauth.sample.server.SampleServer
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions

/** The steps of the tour, in order. Each fails with a sentence if its result is not the expected one. */
internal class TourSteps(
    private val server: SampleServer,
    private val tokenFile: Path,
    private val user: UserInteraction,
    private val say: (String) -> Unit,
) {
    private val http = HttpClient.newHttpClient()
    private val fileStore = FileTokenStore(tokenFile)
    private val config =
        Config(server.url) {
            store = fileStore
            interaction = user
            interactive = true
            redirectPorts = listOf(0)
        }
    private val flow = CodeFlow(config)

    suspend fun run() {
        val byDevice = authenticate(config)
        check(server.requests.any { it.path == "/auth/v2/device" && it.status == OK }) { "No device login was made." }
        say("1. Device flow: logged in; the token is good until ${byDevice.expiresAt}.")

        val byBrowser = flow.authenticate(force = true)
        check(byBrowser != byDevice) { "The browser login brought the same token." }
        say("2. Browser flow: logged in anew, back through a port on this machine.")

        say("3. Protected API: status ${statusOf("/api/me", byBrowser)}, ${bodyOf("/api/me", byBrowser)}")
        check(statusOf("/api/me", byBrowser) == OK) { "The API does not accept the token." }

        val before = server.requests.size
        check(authenticate(config) == byBrowser) { "The store had another token." }
        check(server.requests.size == before) { "There was a request, though the token is good." }
        say("4. authenticate again: the same token, from the store, without a request.")

        val refreshed = flow.refresh()
        check(refreshed.accessToken != byBrowser.accessToken && statusOf("/api/me", refreshed) == OK) {
            "The refresh brought no good token."
        }
        say("5. Refresh: a new access token, good until ${refreshed.expiresAt}, and the API accepts it.")

        say("6. Token file: $tokenFile (${permissions()}) ${redacted(Json.parseToJsonElement(Files.readString(tokenFile)))}")

        check(fileStore.remove(config.key)) { "There was nothing to remove." }
        val logout = statusOf("/auth/v2/logout?post_logout_redirect_uri=/", token = null)
        check(flow.token() == null) { "The token is still there." }
        check(logout in REDIRECTS) { "The logout page responded with $logout." }
        say("7. Logout: the token is gone from the file; the server's logout page responds with a redirect ($logout).")
        say("Done: every step did what it says.")
    }

    private fun statusOf(
        path: String,
        token: Token?,
    ): Int = get(path, token).statusCode()

    private fun bodyOf(
        path: String,
        token: Token,
    ): String = get(path, token).body()

    private fun get(
        path: String,
        token: Token?,
    ): HttpResponse<String> {
        val request = HttpRequest.newBuilder(URI(server.url + path))
        token?.headers?.forEach { (name, value) -> request.header(name, value) }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
    }

    private fun permissions(): String =
        if ("posix" in tokenFile.fileSystem.supportedFileAttributeViews()) {
            PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile))
        } else {
            "for you alone"
        }

    /** Returns the file with its secrets hidden: this is a demonstration, and terminals are recorded. */
    private fun redacted(json: JsonElement): JsonElement =
        when (json) {
            is JsonObject -> {
                JsonObject(
                    json.mapValues { (name, value) -> if (name in SECRETS) JsonPrimitive("██") else redacted(value) },
                )
            }

            else -> {
                json
            }
        }

    private companion object {
        const val OK = 200
        val REDIRECTS = 300..399
        val SECRETS = setOf("access_token", "refresh_token", "id_token", "Authorization")
    }
}
