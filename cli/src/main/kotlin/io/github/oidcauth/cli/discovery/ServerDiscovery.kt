// Tested by DiscoverCommandTest.
package io.github.oidcauth.cli.discovery

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.HttpException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.cli.jsonText
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata

/** Finds out which kind of server a host is, for `discover`. */
internal class ServerDiscovery(
    private val caFile: String?,
) {
    /**
     * Returns the description of [host], or its metadata as [isJson].
     *
     * @throws AuthException if it is neither an issuer nor an application with py-oidc-auth, or does not respond.
     */
    suspend fun describe(
        host: String,
        isJson: Boolean,
    ): String {
        val url = if ("://" in host) host else "https://$host"
        val metadata =
            try {
                metadata(url)
            } catch (e: HttpException) {
                return application(url, isJson) ?: throw e
            } catch (e: InvalidResponseException) {
                return application(url, isJson) ?: throw e
            }
        if (isJson) return jsonText(metadata.toJson())
        val application = application(url, isJson = false)
        return listOfNotNull(ServerSummary(metadata).text(), application).joinToString("\n\n")
    }

    private suspend fun metadata(url: String): ServerMetadata =
        OAuth2Client.discover(url, ClientConfig(CLIENT) { caFile = this@ServerDiscovery.caFile }).metadata

    private suspend fun application(
        url: String,
        isJson: Boolean,
    ): String? {
        val baseUrl =
            try {
                Config(url).host
            } catch (_: AuthException) {
                // The URL of a metadata document, for example.
                return null
            }
        val application = ApplicationProbe(caFile).find(baseUrl) ?: return null
        return if (isJson) jsonText(ApplicationSummary.json(application)) else ApplicationSummary.text(application)
    }

    private companion object {
        /** Reading metadata needs no client, and the name is sent nowhere. */
        const val CLIENT = "oidc-auth"
    }
}
