// Tests ProviderBuilder.
package io.github.oidcauth.providers

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.IssuerCheck
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.RequestOptions
import io.github.oidcauth.oauth2.ScriptedResponse
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.runTest

/** A provider that nobody has a preset for, with the deviations that others have. */
@OptIn(ExperimentalCoroutinesApi::class)
class OwnProviderTest :
    FunSpec({
        val place = "https://id.acme.example"
        val tokenUrl = "$place/token"
        val deviceUrl = "$place/device"

        fun server(
            vararg more: Pair<String, String>,
            respond: () -> ScriptedResponse = { ScriptedResponse("""{"access_token":"a","token_type":"Bearer"}""") },
        ) = MisbehavingServer().apply {
            publish(place, "issuer" to place, "token_endpoint" to tokenUrl, "authorization_endpoint" to "$place/authorize", *more)
            post(tokenUrl) { respond() }
        }

        test("a provider without settings follows the specifications") {
            val provider = Provider("Acme", place)
            provider shouldBe Provider.builder("Acme", place).build()
            provider.name shouldBe "Acme"
            provider.metadata.shouldBeNull()
            provider.issuerCheck shouldBe IssuerCheck.Exact
            "$provider" shouldBe "Provider(Acme, https://id.acme.example)"
            server().client(provider).token(ClientCredentialsGrant()).accessToken shouldBe "a"
            listOf("" to place, "Acme" to " ").forEach { (name, issuer) ->
                shouldThrow<IllegalArgumentException> { Provider(name, issuer) }
            }
        }

        test("built-in metadata are used, and nothing is fetched") {
            val metadata = ServerMetadata { issuer(place).tokenEndpoint(tokenUrl) }
            val server = server()
            val client = server.client(Provider("Acme", place) { metadata(metadata) })
            client.metadata shouldBe metadata
            server.bench.requests.shouldBeEmpty()
        }

        test("metadata that are not published are added, whatever issuer they name, and published ones come first") {
            val known =
                ServerMetadata {
                    tokenEndpoint("https://elsewhere.example/token")
                    deviceAuthorizationEndpoint(deviceUrl)
                }
            val metadata = server().client(Provider("Acme", place) { unpublishedMetadata(known) }).metadata
            metadata.deviceAuthorizationEndpoint shouldBe deviceUrl
            metadata.tokenEndpoint shouldBe tokenUrl
            metadata.issuer shouldBe place
        }

        test("an issuer that is named otherwise is accepted") {
            val named = "https://issuer.acme.example"
            val server = MisbehavingServer().apply { publish(place, "issuer" to named, "token_endpoint" to tokenUrl) }
            server.client(Provider("Acme", place) { issuerCheck(IssuerCheck.Named(named)) }).metadata.issuer shouldBe named
        }

        test("an error code of its own becomes the exception of the registered one, with its own code in it") {
            val client =
                server { ScriptedResponse.error("token_gone") }.client(
                    Provider("Acme", place) { errorCode("token_gone", "invalid_grant") },
                )
            shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant("rt")) }.error shouldBe "token_gone"
        }

        test("responses are read as the provider writes them") {
            val provider =
                Provider("Acme", place) {
                    formEncodedResponses()
                    scopeSeparator(',')
                    tokenMember("user")
                    bearerName("bot")
                }
            server {
                ScriptedResponse("access_token=f&token_type=bot&scope=a,b", mediaType = "application/x-www-form-urlencoded")
            }
                .client(provider)
                .token(ClientCredentialsGrant())
                .run {
                    accessToken shouldBe "f"
                    scope shouldBe "a b"
                    tokenType shouldBe "Bearer"
                }
            server { ScriptedResponse("""{"user":{"access_token":"u","token_type":"bot"}}""") }
                .client(provider)
                .token(ClientCredentialsGrant())
                .accessToken shouldBe "u"
        }

        test("authorization requests have the provider's names, defaults and separators") {
            val provider =
                Provider("Acme", place) {
                    authorizationDefaults(RequestOptions { parameter("access_type", "offline") })
                    parameterName("login_hint", "login")
                    scopeSeparator(',', inRequests = ',')
                }
            val client = server().client(provider)
            val sent =
                client
                    .authorizationRequest(REDIRECT) {
                        scope("a", "b")
                        loginHint("alice")
                    }.sent
            listOf(
                "access_type" to "offline",
                "login" to "alice",
                "scope" to "a,b",
                "login_hint" to null,
            ).forEach { (name, value) ->
                sent[name] shouldBe value
            }
            provider.authorizationDefaults shouldBe RequestOptions { parameter("access_type", "offline") }
        }

        test("device logins send the secret as the provider wants it") {
            suspend fun secretsSent(configure: ProviderBuilder.() -> Unit): List<Boolean> {
                var sent = emptyList<Boolean>()
                runTest {
                    val server =
                        MisbehavingServer(this).apply {
                            publish(
                                place,
                                "issuer" to place,
                                "token_endpoint" to tokenUrl,
                                "device_authorization_endpoint" to deviceUrl,
                            )
                            post(deviceUrl) {
                                ScriptedResponse(
                                    """{"device_code":"d","user_code":"U","verification_uri":"$place/activate","expires_in":900}""",
                                )
                            }
                            post(tokenUrl) { ScriptedResponse("""{"access_token":"a","token_type":"Bearer"}""") }
                        }
                    val client = server.client(Provider("Acme", place, configure)) { clientSecret = "s3cret" }
                    client.pollingJob(client.deviceAuthorization()).await()
                    sent = (server.requests(deviceUrl) + server.requests(tokenUrl)).map { it.showsCredentials }
                }
                return sent
            }
            secretsSent { } shouldBe listOf(true, true)
            secretsSent { publicDeviceAuthorization() } shouldBe listOf(false, true)
            secretsSent { publicDeviceLogins() } shouldBe listOf(false, false)
        }

        test("every setting makes another preset, and a builder that is used again changes no preset that it has made") {
            val settings =
                listOf<ProviderBuilder.() -> Unit>(
                    { metadata(ServerMetadata { issuer(place) }) },
                    { unpublishedMetadata(ServerMetadata { tokenEndpoint(tokenUrl) }) },
                    { issuerCheck(IssuerCheck.Named("https://a.example")) },
                    { remembersConsent() },
                    { fixedRedirectPorts() },
                    { redirectUri("http://localhost:53100/callback") },
                    { logoutRedirectName("returnTo", "/logout") },
                    { publicDeviceLogins() },
                    { errorCode("a", "invalid_grant") },
                )
            settings.forEach { Provider("Acme", place, it) shouldNotBe Provider("Acme", place) }
            val builder = Provider.builder("Acme", place).errorCode("a", "invalid_grant")
            val before = builder.build()
            builder.errorCode("b", "invalid_grant")
            server { ScriptedResponse.error("b") }.client(before).run {
                (shouldThrow<OAuthException> { token(RefreshTokenGrant("rt")) } is InvalidGrantException) shouldBe false
            }
        }
    })
