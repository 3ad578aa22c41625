package io.github.oidcauth.oauth2

import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.oauth2.SourceScript.Companion.inVirtualTime
import io.github.oidcauth.oauth2.SourceScript.Companion.refreshable
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import kotlin.time.Clock
import kotlin.time.Duration.Companion.minutes

/**
 * The behaviour of the authentication handlers of requests_oauth2client, by the names of its tests in
 * `tests/unit_tests/test_auth.py`.
 */
@OptIn(DelicateOidcAuthApi::class)
class RequestsOauth2clientHandlersTest :
    FunSpec({
        suspend fun TokenSource.authorization(): String? =
            RequestAuthorizer.of(this, "https://api.example").begin("POST", "https://api.example/", hasAuthorization = false)
                ?.headers()?.get("Authorization")

        fun ClientBench.secretClient() = OAuth2Client(
            ProtocolClient(
                ClientBench.METADATA,
                ClientConfig("my-client") { authentication = ClientSecretPost("my-secret") },
                clientContext,
            ),
        )

        /** The first call sends the grant with the client's credentials, and the second one nothing. */
        suspend fun SourceScript.shouldBeSentOnce(
            grant: Map<String, String>,
            source: (OAuth2Client) -> TokenSource,
        ) {
            respond = { number, _ -> refreshable(number) }
            val tokens = source(bench.secretClient())
            sent.shouldBeEmpty()
            tokens.authorization() shouldBe "Bearer at1"
            sent.single().form.mapValues { it.value.single() } shouldBe
                grant + mapOf("client_id" to "my-client", "client_secret" to "my-secret")
            tokens.token().refreshToken shouldBe "rt1"
            tokens.authorization() shouldBe "Bearer at1"
            sent.size shouldBe 1
        }

        test("test_bearer_auth") {
            TokenSource.of(Token("access_token")).authorization() shouldBe "Bearer access_token"
            TokenSource.of("access_token").authorization() shouldBe "Bearer access_token"
        }

        test("test_expired_token") {
            val expired = Token("foo") { expiresAt = Clock.System.now() - 3.minutes }
            shouldThrow<InvalidConfigException> { TokenSource.of(expired).authorization() }
        }

        test("test_access_token_auth") {
            inVirtualTime {
                val expired = Token("access_token") {
                    refreshToken = "refresh_token"
                    expiresAt = bench.clock.now() - 3.minutes
                }
                shouldBeSentOnce(mapOf("grant_type" to "refresh_token", "refresh_token" to "refresh_token")) {
                    it.tokenSource(expired)
                }
            }
        }

        test("test_client_credentials_auth") {
            inVirtualTime {
                shouldBeSentOnce(mapOf("grant_type" to "client_credentials")) { it.tokenSource(ClientCredentialsGrant()) }
            }
        }

        test("test_client_credentials_auth: with a token that is there already") {
            inVirtualTime {
                val store = InMemoryTokenStore()
                val key = TokenKey.of("mine")
                store.put(key, Token("there"))
                val source = client.tokenSource(ClientCredentialsGrant()) {
                    this.store = store
                    this.key = key
                }
                source.authorization() shouldBe "Bearer there"
                sent.shouldBeEmpty()
            }
        }

        test("test_authorization_code_auth") {
            inVirtualTime {
                shouldBeSentOnce(mapOf("grant_type" to "authorization_code", "code" to "the-code")) {
                    it.tokenSource(AuthorizationCodeGrant("the-code", null))
                }
            }
        }

        test("test_ropc_auth") {
            inVirtualTime {
                val password = "T0t@lly_5eCur3!"
                shouldBeSentOnce(mapOf("grant_type" to "password", "username" to "my_user1", "password" to password)) {
                    it.tokenSource(PasswordGrant("my_user1", password))
                }
            }
        }

        test("test_device_code_auth") {
            inVirtualTime {
                val code = client.deviceAuthorization()
                val grant =
                    mapOf("grant_type" to "urn:ietf:params:oauth:grant-type:device_code", "device_code" to code.deviceCode)
                shouldBeSentOnce(grant) { it.tokenSource(code) }
            }
        }

        test("test_device_code_auth: a token that cannot be renewed") {
            inVirtualTime {
                val source = client.tokenSource(client.deviceAuthorization())
                val token = source.token()
                shouldThrow<InteractionRequiredException> { source.token(token) }
            }
        }
    })
