// Tests AccessTokenSender.
package io.github.oidcauth.http

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.OAuth2Client
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.ktor.client.HttpClient
import io.ktor.client.engine.mock.MockEngine
import io.ktor.client.engine.mock.respond
import io.ktor.client.engine.mock.respondOk
import io.ktor.client.request.get
import io.ktor.client.statement.bodyAsText
import io.ktor.http.ContentType
import io.ktor.http.HttpHeaders
import io.ktor.http.HttpStatusCode
import io.ktor.http.headersOf
import kotlinx.coroutines.withTimeout
import kotlin.time.Duration.Companion.seconds

private const val HOST = "https://api.example.com"

/** One HTTP client both sends tokens and obtains them, from a token endpoint at an origin of the API. */
class OwnTokenRequestsTest :
    FunSpec({
        val methods = listOf(ClientSecretPost("secret"), ClientSecretBasic("secret"))
        methods.forEach { method ->
            listOf(true, false).forEach { isRefused ->
                test("a request for a token has no token, by $method${if (isRefused) ", after a 401 too" else ""}") {
                    var issued = 0
                    val engine =
                        MockEngine { request ->
                            val authorization = request.headers[HttpHeaders.Authorization]
                            when {
                                request.url.encodedPath == "/token" -> {
                                    respond(
                                        """{"access_token": "token-${++issued}", "token_type": "Bearer", "expires_in": 3600}""",
                                        HttpStatusCode.OK,
                                        headersOf(HttpHeaders.ContentType, ContentType.Application.Json.toString()),
                                    )
                                }

                                isRefused && authorization == "Bearer token-1" -> {
                                    respond("", HttpStatusCode.Unauthorized)
                                }

                                else -> {
                                    respondOk(authorization.orEmpty())
                                }
                            }
                        }
                    lateinit var source: TokenSource
                    val api =
                        HttpClient(engine) {
                            install(AccessTokens) {
                                tokens = Later { source }
                                origin(HOST)
                            }
                        }
                    val client =
                        OAuth2Client("$HOST/token", "my-client") {
                            authentication = method
                            httpClient = api
                        }
                    source = client.tokenSource(ClientCredentialsGrant("read"))

                    // Never ends if the source is called for the token of its own request.
                    val text = withTimeout(20.seconds) { api.get("$HOST/users").bodyAsText() }

                    text shouldBe if (isRefused) "Bearer token-2" else "Bearer token-1"
                    val requests = engine.requestHistory.filter { it.url.encodedPath == "/token" }
                    requests.size shouldBe if (isRefused) 2 else 1
                    requests.forEach {
                        it.headers[HttpHeaders.Authorization].orEmpty().startsWith("Bearer") shouldBe false
                    }
                }
            }
        }
    })

/** A source that is made after the client that it needs. */
private class Later(
    private val source: () -> TokenSource,
) : TokenSource {
    override suspend fun token(rejected: Token?): Token = source().token(rejected)
}
