// Tests ClientAuthenticationSelector, ClientAuthenticator and ServerAccess.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.jose.CompactJwt
import io.github.oidcauth.internal.jose.NimbusJose
import io.github.oidcauth.internal.jose.SignatureVerification
import io.github.oidcauth.internal.json.string
import io.github.oidcauth.internal.jwt.unverifiedClaims
import io.github.oidcauth.providers.Entra
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldNotContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.long
import kotlin.io.encoding.Base64
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.nanoseconds

class ClientAuthenticationTest :
    FunSpec({
        val secret = "a secret: of 32 characters+more%"

        suspend fun requestWith(
            metadata: ServerMetadata = ClientBench.METADATA,
            clientId: String = "my-client",
            configure: ClientConfig.Builder.() -> Unit,
        ): ReceivedRequest {
            val bench = ClientBench { ScriptedResponse.token() }
            bench.client(metadata, clientId, configure).token(ClientCredentialsGrant())
            return bench.requests.single()
        }

        fun basicOf(request: ReceivedRequest) = Base64.decode(
            request.header("authorization").orEmpty().removePrefix("Basic "),
        ).decodeToString()

        test("a public client says its name and nothing more") {
            val request = requestWith { }

            request["client_id"] shouldBe "my-client"
            request["client_secret"].shouldBeNull()
            request.header("authorization").shouldBeNull()
        }

        test("client_secret_basic form-encodes both halves first, as RFC 6749 §2.3.1 says") {
            val request = requestWith(clientId = "my client:1") { authentication = ClientSecretBasic(secret) }

            basicOf(request) shouldBe "my+client%3A1:a+secret%3A+of+32+characters%2Bmore%25"
            request["client_id"].shouldBeNull()
            request["client_secret"].shouldBeNull()
        }

        test("client_secret_basic leaves the encoding out when told to") {
            basicOf(requestWith { authentication = ClientSecretBasic(secret, formEncoded = false) }) shouldBe "my-client:$secret"
        }

        test("client_secret_post puts both into the body, and nothing into the header") {
            val request = requestWith { authentication = ClientSecretPost(secret) }

            request["client_id"] shouldBe "my-client"
            request["client_secret"] shouldBe secret
            request.header("authorization").shouldBeNull()
        }

        listOf(
            JwsAlgorithm.HS256 to "oct",
            JwsAlgorithm.ES256 to "EC",
            JwsAlgorithm.EdDSA to "OKP",
        ).forEach { (algorithm, type) ->
            test("an assertion signed with $algorithm says who, to whom and until when, anew for each request") {
                val key = if (type == "oct") null else NimbusJose.jose.keys.generate(algorithm, "k1")
                val bench = ClientBench { ScriptedResponse.token() }
                val client =
                    bench.client {
                        authentication = if (key == null) ClientSecretJwt(secret, algorithm) else PrivateKeyJwt(key, algorithm)
                    }

                client.token(ClientCredentialsGrant())
                client.token(ClientCredentialsGrant())

                val verifying =
                    key?.toPublic()
                        ?: Jwk.parse("""{"kty":"oct","k":"${Base64.UrlSafe.encode(secret.encodeToByteArray()).trimEnd('=')}"}""")
                val claims =
                    bench.requests.map { request ->
                        request["client_assertion_type"] shouldBe "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
                        request["client_secret"].shouldBeNull()
                        val verified = NimbusJose.jose.verifier.verify(
                            request["client_assertion"].orEmpty(),
                            listOf(verifying),
                            setOf(algorithm),
                        )
                        verified.shouldBeInstanceOf<SignatureVerification.Valid>().jwt.claims
                    }
                claims.forEach {
                    it.string("iss") shouldBe "my-client"
                    it.string("sub") shouldBe "my-client"
                    it.string("aud") shouldBe "https://as.example"
                    it.getValue("iat").jsonPrimitive.long shouldBe bench.clock.now().epochSeconds
                    it.getValue("exp").jsonPrimitive.long shouldBe bench.clock.now().epochSeconds + 60
                }
                claims[0].string("jti") shouldNotBe claims[1].string("jti")
            }
        }

        test("an assertion can be for the token endpoint, for servers that insist") {
            val key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256)
            val request =
                requestWith { authentication = PrivateKeyJwt(key, JwsAlgorithm.ES256, AssertionAudience.TOKEN_ENDPOINT) }

            val verified = NimbusJose.jose.verifier.verify(
                request["client_assertion"].orEmpty(),
                listOf(key.toPublic()),
                setOf(JwsAlgorithm.ES256),
            )
            verified.shouldBeInstanceOf<SignatureVerification.Valid>().jwt.claims.string("aud") shouldBe
                "https://as.example/token"
        }

        fun headerOf(request: ReceivedRequest) =
            CompactJwt.parse(request["client_assertion"].orEmpty()).shouldBeInstanceOf<CompactJwt.Jws>().header

        val es256 = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k1")
        val template = ClientBench.METADATA.newBuilder().issuer("https://login.example/{tenantid}/v2.0").build()
        val nameless = ServerMetadata.fromJson(JsonObject(ClientBench.METADATA.toJson() - "issuer"))

        listOf(
            Triple(ClientBench.METADATA, AssertionAudience.ISSUER, "client-authentication+jwt"),
            Triple(ClientBench.METADATA, AssertionAudience.TOKEN_ENDPOINT, null),
            Triple(ClientBench.METADATA, AssertionAudience.REQUEST_URL, null),
            Triple(template, AssertionAudience.ISSUER, null),
            Triple(nameless, AssertionAudience.ISSUER, null),
        ).forEach { (metadata, audience, type) ->
            test("an assertion of a client at ${metadata.issuer} for $audience has the type $type, and any other on demand") {
                suspend fun typeOf(type: AssertionType) =
                    listOf(
                        PrivateKeyJwt(es256, JwsAlgorithm.ES256, audience, type),
                        ClientSecretJwt(secret, JwsAlgorithm.HS256, audience, type),
                    ).map { method -> headerOf(requestWith(metadata) { authentication = method })["typ"]?.jsonPrimitive?.content }
                        .distinct()
                        .single()

                typeOf(AssertionType.BY_AUDIENCE) shouldBe type
                typeOf(AssertionType.CLIENT_AUTHENTICATION) shouldBe "client-authentication+jwt"
                typeOf(AssertionType.JWT) shouldBe "JWT"
                typeOf(AssertionType.NONE).shouldBeNull()
            }
        }

        test("the method that is chosen for a key says in its assertion what it is") {
            headerOf(requestWith { signingKey = es256 }).string("typ") shouldBe "client-authentication+jwt"
        }

        test("a client that is for Entra keeps to the types that Entra documents") {
            val entra = Entra.tenant("11111111-2222-3333-4444-555555555555").clientConfig("my-client") { signingKey = es256 }
            val bench = ClientBench { ScriptedResponse.token() }
            ProtocolClient(ClientBench.METADATA, entra, bench.clientContext).tokens.token(ClientCredentialsGrant())

            headerOf(bench.requests.single())["typ"].shouldBeNull()
        }

        test("methods that differ in the type of the assertion are not equal") {
            PrivateKeyJwt(es256, JwsAlgorithm.ES256) shouldBe
                PrivateKeyJwt(es256, JwsAlgorithm.ES256, assertionType = AssertionType.BY_AUDIENCE)
            PrivateKeyJwt(es256, JwsAlgorithm.ES256) shouldNotBe
                PrivateKeyJwt(es256, JwsAlgorithm.ES256, assertionType = AssertionType.NONE)
            ClientSecretJwt(secret) shouldNotBe ClientSecretJwt(secret, assertionType = AssertionType.JWT)
        }

        fun metadata(
            vararg methods: String,
            algorithms: List<String>? = null,
        ) = ClientBench.METADATA
            .newBuilder()
            .member("token_endpoint_auth_methods_supported", methods.toList())
            .also { builder -> algorithms?.let { builder.member("token_endpoint_auth_signing_alg_values_supported", it) } }
            .build()

        fun chosen(
            metadata: ServerMetadata,
            configure: ClientConfig.Builder.() -> Unit,
        ) = ClientBench { ScriptedResponse.token() }.client(metadata, configure = configure).authentication.method

        test("an assertion is for no issuer that has a place for the tenant in it") {
            val template =
                ClientBench.METADATA.newBuilder().issuer("https://login.example/{tenantid}/v2.0").build()

            val request = requestWith(template) { signingKey = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256, "k1") }

            val claims = unverifiedClaims(request["client_assertion"].orEmpty())
            claims?.string("aud") shouldBe "https://as.example/token"
        }

        test("the leeway is ten minutes at most") {
            ClientConfig("c") { leeway = 10.minutes }
            listOf(10.minutes + 1.nanoseconds, (-1).nanoseconds, Duration.INFINITE).forEach {
                shouldThrow<IllegalArgumentException> { ClientConfig("c") { leeway = it } }
            }
        }

        test("the method for a secret is chosen by what the server offers") {
            chosen(ClientBench.METADATA) { clientSecret = secret } shouldBe "client_secret_basic"
            chosen(metadata("client_secret_post", "client_secret_basic")) { clientSecret = secret } shouldBe "client_secret_basic"
            chosen(metadata("client_secret_post")) { clientSecret = secret } shouldBe "client_secret_post"
            chosen(metadata("client_secret_jwt")) { clientSecret = secret } shouldBe "client_secret_jwt"
            chosen(metadata("private_key_jwt")) { clientSecret = secret } shouldBe "client_secret_basic"
        }

        test("a method that is set is not chosen again") {
            chosen(metadata("client_secret_basic")) {
                clientSecret = secret
                authentication = ClientSecretPost(secret)
            } shouldBe "client_secret_post"
        }

        test("a key signs with its own algorithm, or the first that both sides have") {
            val key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES384)
            val anyAlgorithm = Jwk.fromJson(JsonObject(key.toJson() - "alg"))

            chosen(metadata("private_key_jwt")) { signingKey = key } shouldBe "private_key_jwt"
            val client = ClientBench { ScriptedResponse.token() }.client(metadata(algorithms = listOf("RS256", "ES384"))) {
                signingKey =
                    anyAlgorithm
            }
            client.authentication.shouldBeInstanceOf<PrivateKeyJwt>().algorithm shouldBe JwsAlgorithm.ES384
        }

        listOf(
            Triple("EdDSA", listOf("Ed25519"), "Ed25519"),
            Triple("Ed25519", listOf("EdDSA"), "EdDSA"),
            Triple("Ed25519", null, "Ed25519"),
            Triple("EdDSA", null, "EdDSA"),
            Triple(null, listOf("ES256", "Ed25519"), "Ed25519"),
            Triple(null, listOf("ES256", "EdDSA"), "EdDSA"),
            Triple(null, null, "EdDSA"),
        ).forEach { (label, announced, name) ->
            test("a key on Ed25519 that says $label signs as $name for a server that announces $announced") {
                val generated = NimbusJose.jose.keys.generate(JwsAlgorithm.EdDSA).toJson() - "alg"
                val key = Jwk.fromJson(JsonObject(generated + listOfNotNull(label?.let { "alg" to JsonPrimitive(it) })))
                val chosen = requestWith(metadata("private_key_jwt", algorithms = announced)) { signingKey = key }
                val set =
                    requestWith(metadata(algorithms = announced)) { authentication = PrivateKeyJwt(key, JwsAlgorithm.EdDSA) }

                listOf(chosen, set).forEach {
                    headerOf(it).string("alg") shouldBe name
                    NimbusJose.jose.verifier
                        .verify(it["client_assertion"].orEmpty(), listOf(key.toPublic()), setOf(JwsAlgorithm.EdDSA))
                        .shouldBeInstanceOf<SignatureVerification.Valid>()
                }
            }
        }

        test("a key that the server cannot check is refused before anything is sent") {
            val key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES384)
            val anyAlgorithm = Jwk.fromJson(JsonObject(key.toJson() - "alg"))

            shouldThrow<InvalidConfigException> { chosen(metadata(algorithms = listOf("RS256"))) { signingKey = anyAlgorithm } }
        }

        test("no authentication shows its secret") {
            val key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256)
            listOf(
                ClientSecretBasic(secret),
                ClientSecretPost(secret),
                ClientSecretJwt(secret),
                PrivateKeyJwt(key, JwsAlgorithm.ES256),
            ).forEach {
                "$it ${ClientConfig("c") { authentication = it }}" shouldNotContain secret
                it.toString() shouldBe "ClientAuthentication(${it.method})"
            }
            ClientConfig("c") { clientSecret = secret }.toString() shouldNotContain secret
        }

        test("a server's names of algorithms are made safe for a terminal, and short") {
            val key = NimbusJose.jose.keys.generate(JwsAlgorithm.ES256)
            val unnamed = Jwk.fromJson(JsonObject(key.toJson() - "alg"))
            val offered = listOf("\u001b]0;owned\u0007\nRS256") + List(10_000) { "RS$it" }
            val metadata =
                ClientBench.METADATA.newBuilder().member("token_endpoint_auth_signing_alg_values_supported", offered).build()

            val message = shouldThrow<InvalidConfigException> { requestWith(metadata) { signingKey = unnamed } }.message

            message.none { it.isISOControl() } shouldBe true
            (message.length < 500) shouldBe true
        }
    })
