// Tested by OidcAuthAutoConfigurationTest and WrongSettingsTest.
package io.github.oidcauth.spring.internal

import io.github.oidcauth.AuthException
import io.github.oidcauth.Config
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.TokenSource
import io.github.oidcauth.TokenStore
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.spring.OidcAuthProperties
import io.github.oidcauth.spring.OidcAuthProperties.Grant
import io.github.oidcauth.tokenSource
import java.io.IOException
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.time.toKotlinDuration

/** The client [name] of the properties, checked without sending a request. */
@OptIn(DelicateOidcAuthApi::class)
internal class ConfiguredClient(
    private val name: String,
    private val settings: OidcAuthProperties.Client,
    private val store: TokenStore?,
) {
    // Text is empty where a variable of the environment is.
    private val issuer = settings.issuer?.ifBlank { null }
    private val tokenEndpoint = settings.tokenEndpoint?.ifBlank { null }
    private val host = settings.host?.ifBlank { null }
    private val clientId = settings.clientId?.ifBlank { null }
    private val clientSecret = settings.clientSecret?.ifBlank { null }
    private val clientSecretFile = settings.clientSecretFile?.ifBlank { null }
    private val privateKeyFile = settings.privateKeyFile?.ifBlank { null }

    /** Returns the source of its tokens. @throws InvalidClientSettingException if a property cannot work. */
    fun tokenSource(): TokenSource {
        val timeout = settings.requestTimeout
        if (timeout != null && (timeout.isZero || timeout.isNegative)) {
            fail("request-timeout", "It is $timeout.", "Set it to more than zero, such as 10s.")
        }
        return when (settings.grant) {
            Grant.CLIENT_CREDENTIALS -> ofService()
            Grant.USER -> ofUser()
        }
    }

    /** Returns the rules by which the tokens of [source] are sent, or null if they are to be sent nowhere. */
    fun authorizer(source: TokenSource): RequestAuthorizer {
        val builder = RequestAuthorizer.builder(source)
        settings.origins.forEach(builder::origin)
        if (settings.allowInsecureHttp) builder.allowInsecureHttp()
        return checked("origins", "Name origins such as https://orders.example.com.") { builder.build() }
    }

    private fun ofService(): TokenSource {
        if (host != null) fail("host", "It is for the grant `user`.", "Set issuer or token-endpoint in its place.")
        val address = addressOf("issuer" to issuer, "token-endpoint" to tokenEndpoint)
        if (settings.refreshAhead !in 0.0..MAX_AHEAD) {
            fail("refresh-ahead", "It is ${settings.refreshAhead}.", "Set it from 0.0 to 0.5.")
        }
        val config = clientConfig()
        val endpoint = tokenEndpoint.orEmpty()
        requireSafe(address, issuer ?: endpoint)
        return LazyTokenSource(name) {
            val client = if (issuer == null) OAuth2Client(endpoint, config) else OAuth2Client.discover(issuer, config)
            serviceTokens(client, settings, store)
        }
    }

    private fun ofUser(): TokenSource {
        requireNoneOfServices()
        val address = addressOf("issuer" to issuer, "host" to host)
        if (issuer != null && clientId == null) fail("client-id", "It is missing.", CLIENT_ID)
        val secret = secret()
        val config = checked(address, NOT_A_URL) {
            Config(issuer ?: host.orEmpty()) {
                clientId = this@ConfiguredClient.clientId
                clientSecret = secret
                if (settings.scope.isNotEmpty()) scope = settings.scope.joinToString(" ")
                audiences = settings.audience
                resources = settings.resource
                store = this@ConfiguredClient.store
                settings.requestTimeout?.let { requestTimeout = it.toKotlinDuration() }
                if (settings.allowInsecureHttp) allowInsecureHttp()
            }
        }
        return tokenSource(config)
    }

    /** Refuses the settings that have no effect when a user logs in. */
    private fun requireNoneOfServices() {
        val action = "Leave it out, or set grant to client-credentials."
        if (tokenEndpoint != null) fail("token-endpoint", NOT_FOR_USERS, action)
        if (privateKeyFile != null) fail("private-key-file", NOT_FOR_USERS, action)
        if (settings.refreshAhead != 0.0) fail("refresh-ahead", NOT_FOR_USERS, action)
        if (clientSecret != null && clientSecretFile != null) {
            fail("client-secret", "There are several secrets.", "Set client-secret or client-secret-file.")
        }
    }

    /** The rule for the addresses that secrets are sent to is the one for tokens. */
    private fun requireSafe(
        property: String,
        url: String,
    ) {
        val builder = RequestAuthorizer.builder(TokenSource.of("none")).origin(url)
        if (settings.allowInsecureHttp) builder.allowInsecureHttp()
        checked(property, NOT_A_URL) { builder.build() }
    }

    private fun clientConfig(): ClientConfig {
        val id = clientId ?: fail("client-id", "It is missing.", CLIENT_ID)
        val given = listOfNotNull(clientSecret, clientSecretFile, privateKeyFile)
        if (given.size != 1) {
            val reason = if (given.isEmpty()) "There is no secret and no key." else "There are several secrets or keys."
            fail("client-secret", reason, "Set one of client-secret, client-secret-file and private-key-file.")
        }
        val secret = secret()
        val key = privateKeyFile?.let { privateKey(it) }
        return checked("client-id", CLIENT_ID) {
            ClientConfig(id) {
                clientSecret = secret
                signingKey = key
                settings.requestTimeout?.let { requestTimeout = it.toKotlinDuration() }
                if (settings.allowInsecureHttp) allowInsecureHttp()
            }
        }
    }

    private fun secret(): String? =
        clientSecret ?: clientSecretFile?.let { file ->
            content("client-secret-file", file).removeSuffix("\n").removeSuffix("\r").ifBlank {
                fail("client-secret-file", "The file $file is empty.", "Write the secret into it.")
            }
        }

    private fun privateKey(file: String): Jwk {
        val pem = content("private-key-file", file)
        return checked("private-key-file", "Write the key with `openssl genpkey`.") { Jwk.fromPem(pem) }
    }

    private fun content(
        property: String,
        file: String,
    ): String =
        try {
            Path.of(file).readText()
        } catch (e: IOException) {
            fail(property, "The file $file cannot be read.", "Check that it exists, and that the application may read it.", e)
        }

    /** Returns the name of the one property that is set. */
    private fun addressOf(
        first: Pair<String, String?>,
        second: Pair<String, String?>,
    ): String {
        val reason = "Neither ${first.first} nor ${second.first} is set.".takeIf { first.second == null && second.second == null }
            ?: "Both ${first.first} and ${second.first} are set.".takeIf { first.second != null && second.second != null }
        if (reason != null) fail(first.first, reason, "Set one of them, to the URL of your authorization server.")
        return if (first.second != null) first.first else second.first
    }

    private inline fun <T> checked(
        property: String,
        action: String,
        make: () -> T,
    ): T =
        try {
            make()
        } catch (e: AuthException) {
            fail(property, e.message, action, e)
        }

    private fun fail(
        property: String,
        reason: String?,
        action: String,
        cause: Throwable? = null,
    ): Nothing =
        throw InvalidClientSettingException(
            "$PREFIX.clients.$name.$property",
            reason.orEmpty(),
            action,
            cause,
        )

    private companion object {
        const val MAX_AHEAD = 0.5
        const val CLIENT_ID = "Set it to the id with which the application is registered at the server."
        const val NOT_FOR_USERS = "It has no effect with the grant `user`."
        const val NOT_A_URL = "Use the https URL of your authorization server (http on this machine)."
    }
}
