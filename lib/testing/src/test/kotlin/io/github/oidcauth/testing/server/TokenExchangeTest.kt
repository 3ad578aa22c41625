// Tests TokenExchange, IntrospectionRoute and Sessions.
package io.github.oidcauth.testing.server

import io.github.oidcauth.InvalidRequestException
import io.github.oidcauth.InvalidTargetException
import io.github.oidcauth.Token
import io.github.oidcauth.UnauthorizedClientException
import io.github.oidcauth.oauth2.ClientCredentialsGrant
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.RefreshTokenGrant
import io.github.oidcauth.oauth2.TokenExchangeGrant
import io.github.oidcauth.oauth2.TokenType
import io.github.oidcauth.oauth2.TypedToken
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ScriptedReply
import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.SettableClock
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** A service that trades the token of a user for one of another API. */
class TokenExchangeTest :
    FunSpec({
        val clock = SettableClock()

        suspend fun serve(test: suspend (ScriptedLoginServer) -> Unit) {
            clock.time = SettableClock.DEFAULT_TIME
            ScriptedLoginServer.inMemory(clock).use {
                it.registerClient("orders", "secret")
                it.registerClient("shop", "secret")
                test(it)
            }
        }

        suspend fun ScriptedLoginServer.client(
            id: String = "orders",
            secret: String? = "secret",
        ) = OAuth2Client.discover(url, id) {
            clientSecret = secret
            httpClient = this@client.httpClient
        }

        fun ScriptedLoginServer.userToken(scope: String = "openid read"): Token = issueToken(issuerConfig { this.scope = scope })

        fun typeOf(token: Token) = token.extra["issued_token_type"]?.jsonPrimitive?.content

        test("the token of a user becomes one of the service, for another API, about the same user") {
            serve { server ->
                val orders = server.client()
                val token =
                    orders.token(
                        TokenExchangeGrant(server.userToken()) {
                            audience("inventory").resource("https://api.example.com").scope("write")
                        },
                    )
                typeOf(token) shouldBe TokenType.ACCESS_TOKEN.uri
                token.refreshToken.shouldBeNull()
                orders.introspect(token.accessToken).run {
                    expiresAt shouldBe clock.now() + 5.minutes
                    subject shouldBe "alice"
                    clientId shouldBe "orders"
                    scope shouldBe "write"
                    audience shouldBe listOf("inventory", "https://api.example.com")
                }
                server.activeSessions shouldBe 1
                server.requests(ServerEndpoint.TOKEN).single().run {
                    get("subject_token_type") shouldBe TokenType.ACCESS_TOKEN.uri
                    unknownNames.shouldBeEmpty()
                    "$this" shouldContain "subject_token=██"
                    "$this" shouldContain "subject_token_type=urn:"
                    "$this" shouldNotContain "access-"
                }
            }
        }

        test("a request that names no scope keeps that of the user's token") {
            serve { server ->
                server.client().token(TokenExchangeGrant(server.userToken("openid read"))).scope shouldBe "openid read"
            }
        }

        test("the actor is in the introspection response, and the actor before it") {
            serve { server ->
                val shop = server.client("shop")
                val orders = server.client()

                suspend fun OAuth2Client.actingFor(subject: Token): Token {
                    val own = TypedToken.accessToken(token(ClientCredentialsGrant()))
                    return token(TokenExchangeGrant(TypedToken.accessToken(subject), actor = own))
                }

                val claims = orders.introspect(shop.actingFor(server.userToken()).accessToken).claims
                claims["act"]?.jsonObject shouldBe JsonObject(mapOf("sub" to JsonPrimitive("shop")))
                orders.introspect(server.userToken().accessToken).claims["act"].shouldBeNull()
            }
        }

        test("ID tokens and refresh tokens are exchanged too, a refresh token by its own client alone") {
            serve { server ->
                val orders = server.client()
                val user = server.userToken()
                orders.token(TokenExchangeGrant(TypedToken.idToken(user))).let { server.accepts(it) shouldBe true }
                orders.token(TokenExchangeGrant(TypedToken.of(user.idToken!!, "jwt"))).let { server.accepts(it) shouldBe true }
                shouldThrow<InvalidRequestException> { orders.token(TokenExchangeGrant(TypedToken.refreshToken(user))) }
                val own = server.issueToken(server.applicationConfig { client = orders.config })
                orders.token(TokenExchangeGrant(TypedToken.refreshToken(own))).let { server.accepts(it) shouldBe true }
            }
        }

        test("an ID token or a refresh token is issued when it is asked for, and other types are not") {
            // The client validates the ID token by the time of the machine.
            ScriptedLoginServer.inMemory().use { server ->
                server.registerClient("orders", "secret")
                val orders = server.client()
                val subject = TypedToken.accessToken(server.userToken())

                suspend fun exchange(type: TokenType) = orders.token(TokenExchangeGrant(subject, requestedTokenType = type))
                val idToken = exchange(TokenType.ID_TOKEN)
                idToken.tokenType shouldBe "N_A"
                typeOf(idToken) shouldBe TokenType.ID_TOKEN.uri
                orders.validateIdToken(idToken.accessToken).subject shouldBe "alice"
                val refreshToken = exchange(TokenType.REFRESH_TOKEN)
                typeOf(refreshToken) shouldBe TokenType.REFRESH_TOKEN.uri
                server.accepts(orders.token(RefreshTokenGrant(refreshToken.accessToken))) shouldBe true
                shouldThrow<InvalidRequestException> { exchange(TokenType.SAML2) }
            }
        }

        test("a token that is not valid is refused, to the moment: expired, revoked, or never issued") {
            serve { server ->
                val orders = server.client()
                val user = server.userToken()
                clock.time += 5.minutes - 1.milliseconds
                val token = orders.token(TokenExchangeGrant(user))
                clock.time += 1.milliseconds
                shouldThrow<InvalidRequestException> { orders.token(TokenExchangeGrant(user)) }
                server.accepts(token) shouldBe true
                server.revokeSessions()
                server.accepts(token) shouldBe false
                listOf("access_token", "refresh_token", "id_token", "jwt", "saml2").forEach {
                    shouldThrow<InvalidRequestException> { orders.token(TokenExchangeGrant(TypedToken.of("guess", it))) }
                }
            }
        }

        test("a token ends with the login that it was made of") {
            serve { server ->
                val orders = server.client()
                val user = server.userToken()
                val token = orders.token(TokenExchangeGrant(user))
                server.client(ScriptedLoginServer.CLIENT_ID, secret = null).revoke(user)
                server.accepts(token) shouldBe false
                orders.introspect(token.accessToken).active shouldBe false
            }
        }

        test("an exchanged token lives as long as any, and is revoked by itself") {
            serve { server ->
                server.settings.accessTokenLifetime = 90.seconds
                val orders = server.client()
                val user = server.userToken()
                val token = orders.token(TokenExchangeGrant(user))
                orders.introspect(token.accessToken).expiresAt shouldBe clock.now() + 90.seconds
                orders.revoke(token)
                server.accepts(token) shouldBe false
                server.accepts(user) shouldBe true
            }
        }

        test("a client without a secret exchanges nothing") {
            serve { server ->
                val public = server.client(ScriptedLoginServer.CLIENT_ID, secret = null)
                shouldThrow<UnauthorizedClientException> { public.token(TokenExchangeGrant(server.userToken())) }
            }
        }

        test("half an actor is none") {
            serve { server ->
                val user = server.userToken()
                listOf(
                    "actor_token" to user.accessToken,
                    "actor_token_type" to TokenType.ACCESS_TOKEN.uri,
                ).forEach { (name, value) ->
                    Attacker(server)
                        .post(
                            "/token",
                            "grant_type" to "urn:ietf:params:oauth:grant-type:token-exchange",
                            "client_id" to "orders",
                            "client_secret" to "secret",
                            "subject_token" to user.accessToken,
                            "subject_token_type" to TokenType.ACCESS_TOKEN.uri,
                            name to value,
                        ).error() shouldBe "invalid_request"
                }
            }
        }

        test("the response of another server is scripted") {
            serve { server ->
                val orders = server.client()
                server.onNext(
                    ServerEndpoint.TOKEN,
                    ScriptedReply.json(
                        mapOf(
                            "access_token" to "theirs",
                            "issued_token_type" to TokenType.JWT.uri,
                            "token_type" to "Bearer",
                            "expires_in" to 60,
                        ),
                    ),
                    ScriptedReply.error("invalid_target"),
                )
                val token = orders.token(TokenExchangeGrant(TypedToken.of("of a workload", "jwt")))
                token.accessToken shouldBe "theirs"
                typeOf(token) shouldBe TokenType.JWT.uri
                shouldThrow<InvalidTargetException> {
                    orders.token(TokenExchangeGrant(TypedToken.of("of a workload", "jwt")))
                }
            }
        }
    })
