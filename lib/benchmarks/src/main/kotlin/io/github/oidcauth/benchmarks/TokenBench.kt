package io.github.oidcauth.benchmarks

import com.nimbusds.oauth2.sdk.ClientCredentialsGrant
import com.nimbusds.oauth2.sdk.Scope
import com.nimbusds.oauth2.sdk.TokenRequest
import com.nimbusds.oauth2.sdk.TokenResponse
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic
import com.nimbusds.oauth2.sdk.auth.Secret
import com.nimbusds.oauth2.sdk.id.ClientID
import io.github.oidcauth.java.BlockingOAuth2Client
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.Base64
import io.github.oidcauth.oauth2.ClientCredentialsGrant as OurClientCredentialsGrant

/** Obtains a token by client credentials with several clients, from a server that responds at once. */
class TokenBench : AutoCloseable {
    private val server = LoopbackTokenServer()
    private val address = URI(server.url)
    private val jdk = HttpClient.newHttpClient()
    private val authorization = "Basic " + Base64.getEncoder().encodeToString("$ID:$SECRET".toByteArray())
    private val client =
        OAuth2Client(
            ServerMetadata {
                issuer(server.url.removeSuffix("/token"))
                tokenEndpoint(server.url)
            },
            ID,
        ) { clientSecret = SECRET }
    private val blocking = BlockingOAuth2Client.of(client)

    /** Sends the same octets with the JDK alone, which reads the response and does not parse it. */
    fun bare(): String {
        val request =
            HttpRequest
                .newBuilder(address)
                .header("Authorization", authorization)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&scope=read"))
                .build()
        return jdk.send(request, HttpResponse.BodyHandlers.ofString()).body()
    }

    /** Obtains [CALLS] tokens one after the other, in a coroutine of the default dispatcher. */
    fun suspending(): Int =
        runBlocking(Dispatchers.Default) {
            (1..CALLS).sumOf { client.token(GRANT).accessToken.length }
        }

    fun blocking(): String = blocking.token(GRANT).accessToken

    fun nimbus(): String {
        val authentication = ClientSecretBasic(ClientID(ID), Secret(SECRET))
        val request = TokenRequest.Builder(address, authentication, ClientCredentialsGrant()).scope(Scope("read")).build()
        val response = TokenResponse.parse(request.toHTTPRequest().send())
        return response.toSuccessResponse().tokens.accessToken.value
    }

    override fun close() = server.close()

    companion object {
        const val CALLS: Int = 100
        private const val ID = "my-client"
        private const val SECRET = "correct-horse"
        private val GRANT = OurClientCredentialsGrant { scope("read") }
    }
}
