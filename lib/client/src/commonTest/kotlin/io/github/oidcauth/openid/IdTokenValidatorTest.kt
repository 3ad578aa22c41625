// Tests IdToken.
package io.github.oidcauth.openid

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.internal.crypto.Base64Url
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.keys.ClientSecretKey
import io.github.oidcauth.oauth2.ClientAuthentication
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.ClientSecretBasic
import io.github.oidcauth.oauth2.ClientSecretJwt
import io.github.oidcauth.oauth2.ClientSecretPost
import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm
import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.oauth2.ServerMetadata
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant
import kotlin.time.TestTimeSource

private const val SECRET = "a secret of more than 32 octets, as HS256 needs"

class IdTokenValidatorTest :
    FunSpec({
        fun IssuingServer.client(
            metadata: ServerMetadata = IssuingServer.METADATA,
            configure: ClientConfig.Builder.() -> Unit = {},
        ): OAuth2Client = bench.client(metadata, configure = configure)

        suspend fun refused(
            client: OAuth2Client,
            raw: String,
            requirements: IdTokenRequirements = IdTokenRequirements.NONE,
        ): String {
            val message = shouldThrow<InvalidResponseException> { client.validateIdToken(raw, requirements) }.message
            message shouldContain "ID token"
            if (raw.length > 10) message shouldNotContain raw.substringAfterLast('.').take(10).ifEmpty { "eyJ" }
            message shouldNotContain "alice"
            return message
        }

        test("a token by a key of the server is valid, and its claims are at hand") {
            val server = IssuingServer()
            val raw =
                server.sign(
                    server.claims(
                        "nonce" to "\"n\"",
                        "acr" to "\"gold\"",
                        "amr" to """["pwd","otp",7]""",
                        "azp" to "\"my-client\"",
                        "auth_time" to "1700000000.5",
                        "sid" to "\"s1\"",
                        "email" to "\"alice@example.com\"",
                    ),
                )

            val token = server.client().validateIdToken(raw)

            token.encoded shouldBe raw
            token.issuer shouldBe "https://as.example"
            token.subject shouldBe "alice"
            token.audience shouldBe listOf("my-client")
            token.authorizedParty shouldBe "my-client"
            token.issuedAt shouldBe server.bench.clock.now()
            token.expiresAt shouldBe server.bench.clock.now() + 5.minutes
            token.authTime shouldBe Instant.fromEpochSeconds(1_700_000_000, 500_000_000)
            token.nonce shouldBe "n"
            token.acr shouldBe "gold"
            token.amr shouldBe listOf("pwd", "otp")
            token.sessionId shouldBe "s1"
            token.algorithm shouldBe JwsAlgorithm.ES256
            token.string("email") shouldBe "alice@example.com"
            token["email"] shouldBe JsonPrimitive("alice@example.com")
            token["phone"] shouldBe null
            token.toString() shouldNotContain "alice"
            token.toString() shouldNotContain raw
        }

        test("additional requirements for a token are validated") {
            val server = IssuingServer()
            val client = server.client()
            val now = server.bench.clock.now().epochSeconds
            val raw =
                server.sign(
                    server.claims(
                        "nonce" to "\"n\"",
                        "acr" to "\"gold\"",
                        "auth_time" to "${now - 100}",
                        "iat" to "${now - 100}",
                        "at_hash" to "\"${IssuingServer.hashOf("at")}\"",
                        "c_hash" to "\"${IssuingServer.hashOf("code")}\"",
                    ),
                )

            client.validateIdToken(
                raw,
                IdTokenRequirements {
                    nonce("n")
                    acrValues("gold")
                    maxAge = 40.seconds
                    maxIssuedAge = 40.seconds
                    accessToken("at")
                    code("code")
                    requireHashes()
                },
            )
            mapOf(
                "nonce" to IdTokenRequirements { nonce("m") },
                "nonce" to IdTokenRequirements { expectNoNonce() },
                "acr" to IdTokenRequirements { acrValues("silver", "bronze") },
                "auth_time" to IdTokenRequirements { maxAge = 39.seconds },
                "iat" to IdTokenRequirements { maxIssuedAge = 39.seconds },
                "at_hash" to IdTokenRequirements { accessToken("other") },
                "c_hash" to IdTokenRequirements { code("other") },
            ).forEach { (claim, requirements) -> refused(client, raw, requirements) shouldContain claim }
            listOf("at_hash" to "c_hash", "c_hash" to "at_hash").forEach { (missing, _) ->
                refused(
                    client,
                    server.sign(server.claims()),
                    IdTokenRequirements {
                        if (missing == "at_hash") accessToken("at") else code("code")
                        requireHashes()
                    },
                ) shouldContain missing
            }
        }

        test("the token that is replaced must be about the same user") {
            val server = IssuingServer()
            val client = server.client()
            val previous = client.validateIdToken(server.sign(server.claims("sub" to "\"bob\"")))

            refused(client, server.sign(), IdTokenRequirements { previous(previous) }) shouldContain "sub"
        }

        JwsAlgorithm.entries.filter { !it.isSymmetric }.forEach { algorithm ->
            test("a token that is signed with $algorithm is valid where that is registered, and nowhere else") {
                val server = IssuingServer()
                val key =
                    if (algorithm.keyType == "RSA") {
                        Jwk.fromJson(JsonObject(IssuingServer.RSA.toJson() - "alg"))
                    } else {
                        NimbusJose.jose.keys.generate(algorithm, "k")
                    }
                server.published = listOf(key.toPublic())
                val raw = server.sign(key = key, algorithm = algorithm)

                fun clientFor(vararg registered: JwsAlgorithm) =
                    server.client {
                        idToken = IdTokenSettings { protection { signedResponseAlgorithms(*registered) } }
                    }

                clientFor(algorithm).validateIdToken(raw).algorithm shouldBe algorithm
                val others = JwsAlgorithm.entries.filter { it != algorithm && !it.isSymmetric }
                refused(clientFor(*others.toTypedArray()), raw) shouldContain "algorithm"
            }
        }

        test("without a registered algorithm those of the metadata count, and RS256 when these say nothing") {
            val server = IssuingServer()
            server.published = listOf(server.signingKey.toPublic(), IssuingServer.RSA.toPublic())
            val es256 = server.sign()
            val rs256 = server.sign(key = IssuingServer.RSA, algorithm = JwsAlgorithm.RS256)

            fun metadata(vararg offered: String) =
                IssuingServer.METADATA.newBuilder().member("id_token_signing_alg_values_supported", offered.toList()).build()
            val silent = ServerMetadata.fromJson(
                JsonObject(IssuingServer.METADATA.toJson() - "id_token_signing_alg_values_supported"),
            )

            server.client(metadata("ES256", "none")).validateIdToken(es256)
            refused(server.client(metadata("ES256")), rs256) shouldContain "algorithm"
            refused(server.client(metadata("none")), rs256) shouldContain "algorithm"
            server.client(silent).validateIdToken(rs256)
            refused(server.client(silent), es256) shouldContain "algorithm"
        }

        test("a token that nobody signed is refused, in any spelling, and no key is fetched for it") {
            val server = IssuingServer()
            val client = server.client()
            listOf("none", "None", "NONE", "nOnE", "", "ES256 ", "es256").forEach { name ->
                val header = Base64Url.encode("""{"alg":"$name","kid":"k1"}""".encodeToByteArray())
                val payload = Base64Url.encode(server.claims().toString().encodeToByteArray())
                refused(client, "$header.$payload.")
                refused(client, "$header.$payload.${server.sign().substringAfterLast('.')}")
            }
            server.keyRequests shouldBe 0
        }

        test("the server's public RSA key is no shared secret") {
            val server = IssuingServer()
            server.published = listOf(IssuingServer.RSA.toPublic())
            val pem = IssuingServer.RSA.toPublic().toJson().toString()
            val modulus = IssuingServer.RSA.toJson().getValue("n").toString().trim('"')
            val client =
                server.client {
                    clientSecret = SECRET
                    idToken =
                        IdTokenSettings { protection { signedResponseAlgorithms(JwsAlgorithm.RS256, JwsAlgorithm.HS256) } }
                }
            listOf(pem, modulus).forEach { known ->
                refused(client, server.sign(key = ClientSecretKey.signing(known), algorithm = JwsAlgorithm.HS256))
            }
            val octets = Jwk.fromJson(JsonObject(mapOf("kty" to JsonPrimitive("oct"), "k" to JsonPrimitive(modulus))))
            refused(client, server.sign(key = octets, algorithm = JwsAlgorithm.HS256))
            server.keyRequests shouldBe 0
        }

        test("a shared secret that the server publishes is none") {
            val server = IssuingServer()
            val published = ClientSecretKey.signing("anybody can read this in the server's key set")
            server.published = listOf(published, server.signingKey.toPublic())
            val client =
                server.client {
                    clientSecret = SECRET
                    idToken = IdTokenSettings { protection { signedResponseAlgorithms(JwsAlgorithm.HS256) } }
                }

            refused(client, server.sign(key = published, algorithm = JwsAlgorithm.HS256))
        }

        test("a token that is signed with the client's secret is valid where that is registered, and nowhere else") {
            val server = IssuingServer()
            val raw = server.sign(key = ClientSecretKey.signing(SECRET), algorithm = JwsAlgorithm.HS256)
            val byHmac = IdTokenSettings { protection { signedResponseAlgorithms(JwsAlgorithm.HS256) } }

            listOf<ClientAuthentication>(
                ClientSecretBasic(SECRET),
                ClientSecretPost(SECRET),
                ClientSecretJwt(SECRET),
            ).forEach { method ->
                server
                    .client {
                        authentication = method
                        idToken = byHmac
                    }.validateIdToken(raw)
                    .algorithm shouldBe JwsAlgorithm.HS256
            }
            refused(server.client { clientSecret = SECRET }, raw) shouldContain "algorithm"
            refused(
                server.client {
                    clientSecret = SECRET.reversed()
                    idToken = byHmac
                },
                raw,
            )
            shouldThrow<InvalidConfigException> { server.client { idToken = byHmac } }
        }

        test("a secret that is too short for HS256 signs nothing") {
            val server = IssuingServer()
            val client =
                server.client {
                    clientSecret = "x".repeat(31)
                    idToken = IdTokenSettings { protection { signedResponseAlgorithms(JwsAlgorithm.HS256) } }
                }
            val raw = server.sign(key = ClientSecretKey.signing("x".repeat(32)), algorithm = JwsAlgorithm.HS256)

            refused(client, raw) shouldContain "secret"
        }

        test("a token by a otherServer's key is refused, whatever it is called") {
            val server = IssuingServer()
            val client = server.client()
            val otherServer = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k1")

            refused(client, server.sign(key = otherServer)) shouldContain "signature"
            refused(client, server.sign(key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k2"))) shouldContain "key"
            refused(client, server.sign(key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256))) shouldContain "key"
        }

        test("a token that was changed after it was signed is refused") {
            val server = IssuingServer()
            val (header, _, signature) = server.sign().split('.')
            val payload = Base64Url.encode(server.claims("sub" to "\"mallory\"").toString().encodeToByteArray())

            refused(server.client(), "$header.$payload.$signature") shouldContain "signature"
        }

        listOf("", ".", "..", "a.b.c", "....", "eyJhbGciOiJFUzI1NiJ9", "x".repeat(300_000)).forEach { raw ->
            test("'${raw.take(20)}' is no ID token") { refused(IssuingServer().client(), raw) }
        }

        listOf("at+jwt", "AT+JWT", "application/at+jwt", "logout+jwt", "oauth-authz-req+jwt", "secevent+jwt").forEach { type ->
            test("a JWT that calls itself $type is no ID token") {
                val server = IssuingServer()
                refused(server.client(), server.sign(type = type)) shouldContain "typ"
            }
        }

        test("a JWT that calls itself JWT may be an ID token") {
            val server = IssuingServer()
            server.client().validateIdToken(server.sign(type = "JWT")).subject shouldBe "alice"
        }

        listOf(
            "iss" to "\"https://mallory.example\"",
            "aud" to "\"mallory\"",
            "exp" to "1",
            "sub" to null,
        ).forEach { (claim, value) ->
            test("a good signature does not help against a wrong $claim") {
                val server = IssuingServer()
                refused(server.client(), server.sign(server.claims(claim to value))) shouldContain claim
            }
        }

        test("a token by another server of the same keys is refused") {
            val server = IssuingServer()
            val other = IssuingServer.METADATA.newBuilder().issuer("https://other.example").build()

            refused(server.client(other), server.sign()) shouldContain "iss"
        }

        test("keys are fetched once for many tokens") {
            val server = IssuingServer()
            val client = server.client()
            repeat(20) { client.validateIdToken(server.sign()) }
            server.keyRequests shouldBe 1
        }

        test("a key that is new is fetched when a token names it") {
            val server = IssuingServer()
            val client = server.client()
            client.validateIdToken(server.sign())
            val new = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k2")
            server.published = listOf(new.toPublic())

            client.validateIdToken(server.sign(key = new))
            server.keyRequests shouldBe 2
            refused(client, server.sign()) shouldContain "key"
        }

        test("a flood of tokens with invented keys has the keys fetched once more, and good tokens stay good") {
            val server = IssuingServer()
            val client = server.client()
            client.validateIdToken(server.sign())
            repeat(100) { i -> refused(client, server.sign(key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "x$i"))) }

            client.validateIdToken(server.sign())
            server.keyRequests shouldBe 2
        }

        test("without the server's issuer, or the place of its keys, nothing can be validated") {
            val server = IssuingServer()
            val members = IssuingServer.METADATA.toJson()

            listOf("issuer", "jwks_uri").forEach { name ->
                val client = server.client(ServerMetadata.fromJson(JsonObject(members - name)))
                shouldThrow<InvalidConfigException> { client.validateIdToken(server.sign()) }.message shouldContain name
            }
            server.bench.requests shouldHaveSize 0
        }

        test("keys are not fetched from an address that is not secure") {
            val server = IssuingServer()
            val client = server.client(IssuingServer.METADATA.newBuilder().jwksUri("http://as.example/jwks").build())

            shouldThrow<InvalidResponseException> { client.validateIdToken(server.sign()) }
            server.bench.requests shouldHaveSize 0
        }

        test("claims may be null where nothing depends on them") {
            val server = IssuingServer()
            val token = server.client().validateIdToken(
                server.sign(
                    server.claims(
                        "amr" to "null",
                        "sid" to "null",
                        "email" to "null",
                    ),
                ),
            )

            token.amr shouldBe emptyList()
            token.sessionId shouldBe null
            token.string("email") shouldBe null
            token["email"] shouldBe null
            token.claims["email"] shouldBe JsonNull
        }

        test("a logout token that does not say what it is in its header is no ID token") {
            val server = IssuingServer()
            val logout =
                server.claims("events" to """{"http://schemas.openid.net/event/backchannel-logout":{}}""", "sid" to "\"s\"")

            refused(server.client(), server.sign(logout)) shouldContain "logout token"
            refused(server.client(), server.sign(logout, type = "logout+jwt")) shouldContain "typ"
        }

        test("an ID token for others too is valid where the setting trusts them") {
            val server = IssuingServer()
            val raw = server.sign(server.claims("aud" to """["my-client","api"]"""))
            val trusting = server.client { idToken = IdTokenSettings { trustedAudiences("api") } }

            trusting.validateIdToken(raw).audience shouldBe listOf("my-client", "api")
            refused(server.client(), raw) shouldContain "aud"
            refused(server.client { idToken = IdTokenSettings { trustedAudiences("app") } }, raw) shouldContain "aud"
            IdTokenSettings { trustedAudiences("api") }.newBuilder().build() shouldBe IdTokenSettings { trustedAudiences("api") }
            IdTokenSettings { trustedAudiences("api") } shouldNotBe IdTokenSettings.DEFAULT
            IdTokenSettings { trustedAudiences("api") }.toString() shouldContain "api"
        }

        listOf("EdDSA", "Ed25519").forEach { name ->
            listOf("EdDSA", "Ed25519", null, "").forEach { label ->
                listOf(listOf("EdDSA"), listOf("Ed25519"), listOf("RS256", "Ed25519", "EdDSA"), null).forEach { announced ->
                    test(
                        "a token by $name, with a key for $label, is valid if $announced is announced or the client allows it",
                    ) {
                        val server = IssuingServer()
                        val key = NimbusJose.jose.keys.generate(JwsAlgorithm.EdDSA, "k")
                        val labelled =
                            JsonObject(key.toPublic().toJson() - "alg" + listOfNotNull(label?.let { "alg" to JsonPrimitive(it) }))
                        server.published = listOf(Jwk.fromJson(labelled))
                        val raw = NimbusJose.jose.signer.sign(server.claims(), key, JwsAlgorithm.EdDSA, name = name)
                        val client =
                            if (announced == null) {
                                server.client {
                                    idToken =
                                        IdTokenSettings { protection { signedResponseAlgorithms(JwsAlgorithm.EdDSA) } }
                                }
                            } else {
                                server.client(
                                    IssuingServer.METADATA
                                        .newBuilder()
                                        .member("id_token_signing_alg_values_supported", announced)
                                        .build(),
                                )
                            }

                        client.validateIdToken(raw).algorithm shouldBe JwsAlgorithm.EdDSA
                    }
                }
            }
        }

        test("a token by Ed25519 is refused where the server announces neither name") {
            val server = IssuingServer()
            val key = NimbusJose.jose.keys.generate(JwsAlgorithm.EdDSA, "k")
            server.published = listOf(key.toPublic())
            val raw = NimbusJose.jose.signer.sign(server.claims(), key, JwsAlgorithm.EdDSA, name = "Ed25519")

            refused(server.client(), raw) shouldContain "algorithm"
        }

        test("one bad key of a set costs that key only") {
            val server = IssuingServer()
            val bad =
                listOf(
                    "1",
                    """{"kty":"EC","crv":"P-256","kid":"k1","x":"AQAB","y":"AQAB"}""",
                    """{"kty":"RSA","kid":"k1","n":"AQAB","n":"AQAB","e":"AQAB"}""",
                    """{"kty":"AKP","kid":"k1"}""",
                    """{"kty":"RSA","kid":"k1","n":"AQAB","e":"AQAB","use":7}""",
                )
            val good = JsonObject(server.signingKey.toPublic().toJson() + ("x5c" to JsonNull) + ("alg" to JsonPrimitive("")))
            server.keySetText = """{"keys":[${bad.joinToString(",")},$good]}"""

            server.client().validateIdToken(server.sign()).subject shouldBe "alice"
        }

        test("the server's keys are there for a program, fetched once, and again when it says so") {
            val server = IssuingServer()
            val client = server.client()

            client.jwks().keys shouldBe server.published
            client.jwks()
            server.keyRequests shouldBe 1

            server.signingKey = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k2")
            server.published = listOf(server.signingKey.toPublic())
            client.refreshJwks().keys.map { it.keyId } shouldBe listOf("k2")
            client.validateIdToken(server.sign())
            server.keyRequests shouldBe 2
        }

        test("keys without an address cannot be fetched, and no shared secret is among those that can") {
            val server = IssuingServer()
            server.published = listOf(ClientSecretKey.signing(SECRET), server.signingKey)
            server.client().jwks().keys shouldBe listOf(server.signingKey.toPublic())

            val unknown = ServerMetadata.fromJson(JsonObject(IssuingServer.METADATA.toJson() - "jwks_uri"))
            shouldThrow<InvalidConfigException> { server.client(unknown).jwks() }.message shouldContain "jwks_uri"
            shouldThrow<InvalidConfigException> { server.client(unknown).refreshJwks() }
        }

        test("300 tokens of strangers make one request for keys that cannot be had") {
            val time = TestTimeSource()
            val server = IssuingServer(time)
            server.keySetText = "<html>down for maintenance</html>"
            val client = server.client()

            repeat(300) {
                val otherServer = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k$it")
                shouldThrow<InvalidResponseException> { client.validateIdToken(server.sign(key = otherServer)) }
            }

            server.keyRequests shouldBe 1
            time += 1.seconds
            server.keySetText = null
            client.validateIdToken(server.sign()).subject shouldBe "alice"
        }
    })
