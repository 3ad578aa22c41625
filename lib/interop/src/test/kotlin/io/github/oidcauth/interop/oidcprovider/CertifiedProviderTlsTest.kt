package io.github.oidcauth.interop.oidcprovider

import io.github.oidcauth.interop.browser.FormLogin
import io.github.oidcauth.interop.browser.HttpProbe
import io.github.oidcauth.interop.browser.HttpProbe.Companion.jsonObject
import io.github.oidcauth.interop.browser.HttpProbe.Companion.string
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.requires
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.maps.shouldContainKey
import io.kotest.matchers.shouldBe
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** The node provider over TLS, which asks for certificates at the aliases of its endpoints alone (RFC 8705, section 5). */
class CertifiedProviderTlsTest : FunSpec({
    requires(NodeEnvironment, TestCertificates)

    val provider by lazy { CertifiedProvider.shared(CertifiedProvider.Settings(tls = true)) }
    val aliases by lazy {
        provider.probe.json(provider.discoveryUrl).getValue("mtls_endpoint_aliases").jsonObject.mapValues {
            it.value.jsonPrimitive.content
        }
    }

    fun token(
        client: CertifiedClient,
        identity: TestCertificates.Identity?,
        endpoint: String = aliases.getValue("token_endpoint"),
    ): JsonObject {
        val fields = mapOf("grant_type" to "client_credentials", "client_id" to client.id)
        return HttpProbe(TestCertificates.tls(identity)).postForm(endpoint, fields).jsonObject()
    }

    test("its discovery names its own issuer, which needs no certificate") {
        provider.probe.json(provider.discoveryUrl).string("issuer") shouldBe provider.issuer
    }

    test("the subject of a certificate that the authority signed lets a client in, and binds its token") {
        val token = token(CertifiedClient.TLS, TestCertificates.client).string("access_token")

        val headers = HttpProbe.basic(CertifiedClient.BASIC.id, CertifiedClient.BASIC.secret.orEmpty())
        val introspection = provider.probe.postForm("${provider.issuer}/token/introspection", mapOf("token" to token), headers)
        introspection.jsonObject().getValue("cnf").jsonObject shouldContainKey "x5t#S256"
    }

    test("a registered certificate lets a client in, whoever signed it") {
        token(CertifiedClient.TLS_SELF_SIGNED, TestCertificates.selfSigned) shouldContainKey "access_token"
    }

    test("the wrong certificate, none, or the endpoint that does not ask lets nobody in") {
        token(CertifiedClient.TLS, TestCertificates.selfSigned).string("error") shouldBe "invalid_client"
        token(CertifiedClient.TLS_SELF_SIGNED, TestCertificates.client).string("error") shouldBe "invalid_client"
        token(CertifiedClient.TLS, null).string("error") shouldBe "invalid_client"
        token(CertifiedClient.TLS, TestCertificates.client, "${provider.issuer}/token").string("error") shouldBe "invalid_client"
    }

    test("somebody signs in at the pages over https") {
        val url = "${provider.issuer}/auth?response_type=code&scope=openid&client_id=${CertifiedClient.BASIC.id}" +
            "&redirect_uri=http%3A%2F%2F127.0.0.1%3A49152%2Fcallback"

        val callback = FormLogin(tls = TestCertificates.tls()).callback(url)

        callback.url.substringBefore('=') shouldBe "http://127.0.0.1:49152/callback?code"
    }
})
