package io.github.oidcauth.interop.keycloak

import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.keys.TestKeys
import io.github.oidcauth.interop.library.SIGNING_KEYS
import io.github.oidcauth.interop.library.jwk
import io.github.oidcauth.interop.requires
import io.github.oidcauth.oauth2.AuthorizationSettings
import io.github.oidcauth.oauth2.BackchannelAuthentication
import io.github.oidcauth.oauth2.BackchannelAuthenticationRequest
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.PrivateKeyJwt
import io.github.oidcauth.oauth2.RequestObjectSettings
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import java.util.UUID

/** The library asks Keycloak to have alice log in on her telephone, which is [CibaDevice]. */
class KeycloakCibaTest : FunSpec({
    requires(KeycloakDistribution, TestCertificates)

    val keycloak by lazy { Keycloak.shared() }

    /** A login that has begun, and what Keycloak told the telephone of it. */
    suspend fun OAuth2Client.ask(
        notificationToken: String? = null,
    ): Pair<BackchannelAuthentication, CibaDevice.Request> {
        val bindingMessage = UUID.randomUUID().toString()
        val request = BackchannelAuthenticationRequest.loginHint("alice").bindingMessage(bindingMessage)
        notificationToken?.let(request::clientNotificationToken)
        val login = backchannelAuthentication(request.build())
        return login to keycloak.cibaDevice.request(bindingMessage)
    }

    test("poll: alice says yes, and the token is hers") {
        val client = keycloak.client(KeycloakClient.CONFIDENTIAL)
        val (login, telephone) = client.ask()
        telephone.loginHint shouldBe "alice"
        val job = client.pollingJob(login)
        job.next().shouldBeNull()

        telephone.decide(keycloak, Decision.ALLOW)
        val token = job.await()

        keycloak.introspects(token).string("username") shouldBe "alice"
        token.idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
    }

    test("poll: another process goes on with a login that was saved") {
        val (login, telephone) = keycloak.client(KeycloakClient.CONFIDENTIAL).ask()
        val saved = login.serialize()
        telephone.decide(keycloak, Decision.ALLOW)

        val other = keycloak.client(KeycloakClient.CONFIDENTIAL)
        val token = other.pollingJob(BackchannelAuthentication.deserialize(saved)).await()

        keycloak.introspects(token).string("username") shouldBe "alice"
    }

    test("poll: alice says no") {
        val client = keycloak.client(KeycloakClient.CONFIDENTIAL)
        val (login, telephone) = client.ask()

        telephone.decide(keycloak, Decision.DENY)

        shouldThrow<AuthorizationDeniedException> { client.pollingJob(login).await() }
    }

    test("ping: Keycloak's call is taken for its word, a otherServer's is not, and then there is a token") {
        val client = keycloak.client(KeycloakClient.CIBA_PING)
        val (login, telephone) = client.ask(notificationToken = "notification-token-of-this-login")

        telephone.decide(keycloak, Decision.ALLOW)
        val call = keycloak.cibaDevice.notification(login.authReqId)

        login.isNotifiedBy(call.authorization, call.body) shouldBe true
        login.isNotifiedBy("Bearer another", call.body) shouldBe false
        client.pollingJob(login).await().idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
    }

    suspend fun signing(algorithm: JwsAlgorithm): OAuth2Client {
        val key = TestKeys.jwk(SIGNING_KEYS.getValue(algorithm))
        return keycloak.client(KeycloakClient.CIBA_SIGNED) {
            authentication = PrivateKeyJwt(TestKeys.jwk(TestKeys.ES256), JwsAlgorithm.ES256)
            authorization = AuthorizationSettings { requestObject(RequestObjectSettings(key) { algorithm(algorithm) }) }
        }
    }

    test("signed: what Keycloak tells the telephone was in the JWT, and the token is alice's") {
        val client = signing(JwsAlgorithm.ES256)
        val (login, telephone) = client.ask()
        telephone.loginHint shouldBe "alice"

        telephone.decide(keycloak, Decision.ALLOW)

        client.pollingJob(login).await().idTokenClaims.shouldNotBeNull().string("preferred_username") shouldBe "alice"
    }

    test("signed: Keycloak refuses another algorithm than the client is registered with") {
        shouldThrow<OAuthException> { signing(JwsAlgorithm.PS256).ask() }
    }
})
