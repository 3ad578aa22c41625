package io.github.oidcauth.sample.server

import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.gen.ECKeyGenerator
import com.nimbusds.jwt.SignedJWT
import io.github.oidcauth.sample.server.saml.SamlAssertionWriter
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import java.time.Instant
import java.util.Base64
import java.util.Date
import java.util.UUID

class AssertionGrantTest :
    FunSpec({
        val server = SampleServer.start()
        val service = IssuerClient(server, SampleClients.SERVICE, SampleClients.SECRET)
        val key = ECKey.parse(server.trustedIssuer.privateKey)
        val foreign = ECKeyGenerator(Curve.P_256).keyID(key.keyID).generate()
        afterSpec { server.close() }

        fun jwtBearer(
            assertion: String,
            vararg fields: Pair<String, String>,
        ) = service.token(JWT_BEARER, "assertion" to assertion, *fields)

        fun samlBearer(
            assertion: String,
            vararg fields: Pair<String, String>,
        ) = service.token(SAML2_BEARER, "assertion" to assertion, *fields)

        fun encoded(xml: String) = Base64.getUrlEncoder().withoutPadding().encodeToString(xml.toByteArray())

        fun claims() = Assertions.claims(server.trustedIssuer.name, "alice", server.issuer)

        fun content(
            subject: String = "alice",
            audience: String = server.issuer,
            recipient: String = "${server.issuer}/oauth2/token",
            expiresAt: Instant = Instant.now().plusSeconds(60),
            issuer: String = server.trustedIssuer.name,
            id: String = "_${UUID.randomUUID()}",
            signed: String = "#$id",
        ) = SamlAssertionWriter.Content(subject, audience, recipient, expiresAt, issuer, id, signed)

        fun written(
            content: SamlAssertionWriter.Content,
            by: ECKey = key,
        ) = SamlAssertionWriter.write(content, by.toECPrivateKey())

        for ((name, send, make) in listOf(
            Triple("JWT", ::jwtBearer, server.trustedIssuer::jwtAssertion),
            Triple("SAML", ::samlBearer, server.trustedIssuer::samlAssertion),
        )) {
            test("$name: an assertion about a user brings a token of theirs, and none to refresh it") {
                val token = send(make("alice"), arrayOf("scope" to "openid email"))

                token.status shouldBe 200
                SignedJWT.parse(token["access_token"]).jwtClaimsSet.subject shouldBe "alice"
                token["scope"].split(' ').toSet() shouldBe setOf("openid", "email")
                token.json.has("refresh_token") shouldBe false
                service.plain.get("/userinfo", "Bearer ${token["access_token"]}")["email"] shouldBe "alice@example.com"
            }

            test("$name: an assertion serves once, and is not used up by a request that fails otherwise") {
                val assertion = make("alice")
                send(assertion, arrayOf("scope" to "everything"))["error"] shouldBe "invalid_scope"
                send(assertion, emptyArray()).status shouldBe 200
                send(assertion, emptyArray())["error"] shouldBe "invalid_grant"
            }

            test("$name: an assertion about nobody known is refused") {
                send(make("mallory"), emptyArray())["error"] shouldBe "invalid_grant"
            }

            test("$name: what is no assertion is refused") {
                for (nonsense in listOf("nonsense", "a.b.c", encoded("<a/>"), encoded("no xml"), "%%%")) {
                    send(nonsense, emptyArray())["error"] shouldBe "invalid_grant"
                }
                send("", emptyArray())["error"] shouldBe "invalid_request"
            }

            test("$name: the grant is not for every client") {
                val grant = if (name == "JWT") JWT_BEARER else SAML2_BEARER
                IssuerClient(
                    server,
                    "sample-application",
                    "sample-secret",
                ).token(grant, "assertion" to make("alice"))["error"] shouldBe
                    "unauthorized_client"
                IssuerClient(server).token(grant, "assertion" to make("alice")).status shouldBe 401
            }

            test("$name: an assertion of another server's issuer is refused") {
                SampleServer.start().use { other ->
                    val issuer = other.trustedIssuer
                    send(if (name == "JWT") issuer.jwtAssertion() else issuer.samlAssertion(), emptyArray())["error"] shouldBe
                        "invalid_grant"
                }
            }
        }

        test("the private key makes assertions as good as the issuer's own, for the token endpoint too") {
            jwtBearer(Assertions.signed(claims(), key)).status shouldBe 200
            jwtBearer(Assertions.signed(claims().audience("${server.issuer}/oauth2/token"), key)).status shouldBe 200
            samlBearer(encoded(written(content()))).status shouldBe 200
        }

        for ((what, make) in listOf(
            "by another key" to { Assertions.signed(claims(), foreign) },
            "by the public key as a secret" to { Assertions.signed(claims(), key.toPublicJWK().toJSONString()) },
            "of another issuer" to { Assertions.signed(claims().issuer("https://example.com"), key) },
            "for another server" to { Assertions.signed(claims().audience("https://example.com"), key) },
            "that has expired" to {
                Assertions.signed(claims().expirationTime(Date.from(Instant.now().minusSeconds(3600))), key)
            },
            "without an end" to { Assertions.signed(claims().expirationTime(null), key) },
            "about nobody" to { Assertions.signed(claims().subject(null), key) },
            "without an identifier" to { Assertions.signed(claims().jwtID(null), key) },
        )) {
            test("no JWT $what") { jwtBearer(make())["error"] shouldBe "invalid_grant" }
        }

        for ((what, make) in listOf(
            "by another key" to { written(content(), foreign) },
            "of another issuer" to { written(content(issuer = "https://example.com")) },
            "for another server" to { written(content(audience = "https://example.com")) },
            "for another endpoint" to { written(content(recipient = "https://example.com/token")) },
            "that has expired" to { written(content(expiresAt = Instant.now().minusSeconds(1))) },
            "that was changed" to { written(content(subject = "bob")).replace(">bob<", ">alice<") },
            "whose end was changed" to {
                written(content(expiresAt = Instant.parse("2020-01-01T00:00:00Z"))).replace("2020-", "2099-")
            },
            "whose signature does not name it" to { written(content(signed = "")) },
            "without a signature" to { written(content()).replace(SIGNATURE, "") },
            "with two signatures" to { written(content()).let { it.replace(SIGNATURE, "$0$0") } },
            "with a document type" to { "<!DOCTYPE a>" + written(content()) },
            "with an entity" to { "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>" + written(content()) },
            "that is signed elsewhere than where it is read" to {
                val signed = written(content(subject = "bob"))
                val signature = SIGNATURE.find(signed)!!.value
                written(content()).replace(SIGNATURE, "")
                    .replace("<saml:Subject>", Regex.escapeReplacement(signature) + "<saml:Subject>")
                    .replace("</saml:Assertion>", "<saml:Advice>${signed.replace(signature, "")}</saml:Advice></saml:Assertion>")
            },
        )) {
            test("no SAML assertion $what") { samlBearer(encoded(make()))["error"] shouldBe "invalid_grant" }
        }

        test("an issuer keeps its key to itself") {
            server.trustedIssuer.toString() shouldNotContain key.d.toString()
        }
    }) {
    private companion object {
        const val JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
        const val SAML2_BEARER = "urn:ietf:params:oauth:grant-type:saml2-bearer"
        val SIGNATURE = Regex("<(\\w+:)?Signature .*</(\\w+:)?Signature>", RegexOption.DOT_MATCHES_ALL)
    }
}
