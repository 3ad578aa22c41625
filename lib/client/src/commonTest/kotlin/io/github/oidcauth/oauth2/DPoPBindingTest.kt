package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.UseDPoPNonceException
import io.github.oidcauth.internal.json.string
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.io.IOException
import kotlin.time.TestTimeSource

class DPoPBindingTest :
    FunSpec({
        val key = DPoPKey.generate()
        val other = DPoPKey.generate()

        fun bound(more: String = "") =
            ScriptedResponse(ScriptedResponse.token(more).body.replace("Bearer", "DPoP"), headers = emptyList())

        fun ScriptedResponse.with(
            nonce: String,
            status: Int = this.status,
        ) = ScriptedResponse(body, status, headers + ("DPoP-Nonce" to nonce))

        fun demand(
            nonce: String,
            status: Int = 400,
        ) = ScriptedResponse.error("use_dpop_nonce", status).with(nonce)

        fun scripted(vararg responses: ScriptedResponse): ClientBench {
            val rest = responses.toMutableList()
            return ClientBench { rest.removeAt(0) }
        }

        fun ClientBench.bindingClient(
            setting: DPoP? = DPoP.withKey(key),
            metadata: ServerMetadata = ClientBench.METADATA,
        ) = client(metadata) { dpop = setting }

        fun ClientBench.proofs() = requests.map { ReceivedProof.of(it) }

        test("without the setting there is no proof, and a token that is bound to a key nobody has is refused") {
            val bench = scripted(bound())

            shouldThrow<InvalidResponseException> { bench.client().token(ClientCredentialsGrant()) }
            bench.requests.single().header("DPoP").shouldBeNull()
        }

        test("a token request proves possession of the client's key, and the token has it") {
            val bench = scripted(bound("\"refresh_token\":\"rt\""))

            val token = bench.bindingClient().token(ClientCredentialsGrant())

            val proof = bench.proofs().single()
            proof.key shouldBe key.public
            proof["htm"] shouldBe "POST"
            proof["htu"] shouldBe "https://as.example/token"
            proof["ath"].shouldBeNull()
            proof["nonce"].shouldBeNull()
            token.dpopKey shouldBe key
            token.tokenType shouldBe "DPoP"
        }

        test("a key per token is another one for each, of the algorithm that was asked for") {
            val bench = scripted(bound(), bound())
            val client = bench.bindingClient(DPoP.perToken(JwsAlgorithm.EdDSA))

            val tokens = List(2) { client.token(ClientCredentialsGrant()) }

            bench.proofs().map { it.key } shouldBe tokens.map { it.dpopKey?.public }
            tokens.map { it.dpopKey?.algorithm } shouldBe listOf(JwsAlgorithm.EdDSA, JwsAlgorithm.EdDSA)
            tokens[0].dpopKey shouldNotBe tokens[1].dpopKey
        }

        context("the algorithms that the server announces apply") {
            fun announcing(vararg names: String) =
                ClientBench.METADATA.newBuilder().member("dpop_signing_alg_values_supported", names.toList()).build()

            listOf(
                listOf("RS256", "ES256") to JwsAlgorithm.ES256,
                listOf("RS256", "EdDSA") to JwsAlgorithm.EdDSA,
                listOf("RS256", "Ed25519") to JwsAlgorithm.EdDSA,
                listOf("RS256", "PS256") to JwsAlgorithm.PS256,
                listOf("RS256", "odd") to JwsAlgorithm.RS256,
            ).forEach { (names, chosen) ->
                test("of $names a key per token takes ${chosen.identifier}") {
                    val bench = scripted(bound())
                    val client = bench.bindingClient(DPoP.perToken(), announcing(*names.toTypedArray()))
                    client.token(ClientCredentialsGrant()).dpopKey?.algorithm shouldBe chosen
                }
            }

            listOf("EdDSA", "Ed25519").forEach { name ->
                test(
                    "proofs on Ed25519 are called $name, at the token endpoint and at an API, for a server that announces that",
                ) {
                    val bench = scripted(bound(), ScriptedResponse("ok"))
                    val client = bench.bindingClient(DPoP.perToken(JwsAlgorithm.EdDSA), announcing("ES256", name))

                    client.request(client.token(ClientCredentialsGrant()), ProtectedRequest("https://api.example/"))

                    bench.proofs().map { it.header.string("alg") } shouldBe listOf(name, name)
                }
            }

            listOf(DPoP.withKey(key), DPoP.perToken(JwsAlgorithm.ES256), DPoP.perToken()).forEach { setting ->
                test("$setting does not work with a server that takes none of it") {
                    val refusal =
                        shouldThrow<InvalidConfigException> {
                            scripted().bindingClient(setting, announcing("HS256", "\u001b[31mnone"))
                        }
                    refusal.message shouldContain "ES256"
                    refusal.message shouldNotContain "\u001b"
                }
            }
        }

        test("a bearer token is refused where a bound one was asked for") {
            val bench = scripted(ScriptedResponse.token("\"refresh_token\":\"s3cret-rt\""))

            val refusal = shouldThrow<InvalidResponseException> { bench.bindingClient().token(ClientCredentialsGrant()) }

            refusal.message shouldContain "DPoP"
            refusal.message shouldNotContain "s3cret-rt"
        }

        test("a bearer token is taken when that was allowed, with the key that its refresh token is bound to") {
            val bench = scripted(ScriptedResponse.token("\"refresh_token\":\"rt\""), ScriptedResponse.token())
            val client = bench.bindingClient(DPoP.withKey(key).acceptBearer())

            val token = client.token(ClientCredentialsGrant())
            val refreshed = client.token(RefreshTokenGrant(token))

            token.tokenType shouldBe "Bearer"
            token.dpopKey shouldBe key
            bench.proofs().map { it.key } shouldBe listOf(key.public, key.public)
            refreshed.dpopKey shouldBe key
        }

        test("a token that is neither bearer nor bound is refused, also when bearer tokens are accepted") {
            val bench = scripted(ScriptedResponse(ScriptedResponse.token().body.replace("Bearer", "mac")))

            shouldThrow<InvalidResponseException> {
                bench.bindingClient(DPoP.withKey(key).acceptBearer()).token(ClientCredentialsGrant())
            }
        }

        test("the type of a bound token is compared in any case") {
            val bench = scripted(ScriptedResponse(ScriptedResponse.token().body.replace("Bearer", "dpop")))

            bench.bindingClient().token(ClientCredentialsGrant()).tokenType shouldBe "DPoP"
        }

        test("token exchange may bring what is no access token") {
            val bench = scripted(ScriptedResponse(ScriptedResponse.token().body.replace("Bearer", "N_A")))

            bench.bindingClient().token(TokenExchangeGrant(Token("subject"))).tokenType shouldBe "N_A"
        }

        test("a key that the server names in its response is nobody's") {
            val theirs = other.toJson()
            val bench = scripted(bound("\"dpop_jwk\":$theirs"), ScriptedResponse.token("\"dpop_jwk\":$theirs"))

            bench.bindingClient().token(ClientCredentialsGrant()).let {
                it.dpopKey shouldBe key
                it.extra.keys shouldBe emptySet()
            }
            bench.client().token(ClientCredentialsGrant()).let {
                it.dpopKey.shouldBeNull()
                it.extra.keys shouldBe emptySet()
            }
        }

        context("refreshing") {
            val old =
                Token("at") {
                    tokenType = "DPoP"
                    refreshToken = "rt"
                    dpopKey = other
                }

            listOf(DPoP.withKey(key), DPoP.perToken(), null).forEach { setting ->
                test("takes the key of the token, whatever the client has: $setting") {
                    val bench = scripted(bound())

                    val token = bench.bindingClient(setting).token(RefreshTokenGrant(old))

                    bench.proofs().single().key shouldBe other.public
                    token.dpopKey shouldBe other
                    token.refreshToken shouldBe "rt"
                }
            }

            test("a bound token is not exchanged for a bearer token by a client without the setting either") {
                shouldThrow<InvalidResponseException> {
                    scripted(ScriptedResponse.token()).client().token(RefreshTokenGrant(old))
                }
            }

            test("a bearer token whose refresh token is bound stays one") {
                val bearer = old.newBuilder().also { it.tokenType = "Bearer" }.build()
                val bench = scripted(ScriptedResponse.token())

                bench.client().token(RefreshTokenGrant(bearer)).dpopKey shouldBe other
                bench.proofs().single().key shouldBe other.public
            }

            test("with a refresh token alone takes the key that was named, or else the client's") {
                val bench = scripted(bound(), bound())
                val client = bench.bindingClient()

                client.token(RefreshTokenGrant("rt", other))
                client.token(RefreshTokenGrant("rt"))

                bench.proofs().map { it.key } shouldBe listOf(other.public, key.public)
            }

            test("a bound token whose key is gone is refused before anything is sent") {
                val bench = scripted()
                val keyless =
                    Token("at") {
                        tokenType = "dpop"
                        refreshToken = "rt"
                    }

                shouldThrow<InvalidConfigException> { bench.client().token(RefreshTokenGrant(keyless)) }
                shouldThrow<InvalidConfigException> { bench.bindingClient().token(RefreshTokenGrant(keyless)) }
                    .message shouldContain "Log in again"
                bench.requests shouldHaveSize 0
            }

            test("with another key is another grant") {
                RefreshTokenGrant("rt", other) shouldBe RefreshTokenGrant("rt", other)
                RefreshTokenGrant("rt", other) shouldNotBe RefreshTokenGrant("rt", key)
                RefreshTokenGrant("rt", other).toString() shouldNotContain "rt"
            }
        }

        context("a server that wants a nonce") {
            test("gets it with a second request, which has another identifier and another assertion") {
                val bench = scripted(demand("n-1"), bound())
                val client =
                    bench.client {
                        dpop = DPoP.withKey(key)
                        authentication = ClientSecretJwt("a secret of thirty-two characters")
                    }

                client.token(DeviceCodeGrant("dc")).dpopKey shouldBe key

                bench.requests shouldHaveSize 2
                val (first, second) = bench.proofs()
                first["nonce"].shouldBeNull()
                second["nonce"] shouldBe "n-1"
                second["jti"] shouldNotBe first["jti"]
                second.key shouldBe first.key
                val (one, two) = bench.requests
                two["client_assertion"] shouldNotBe one["client_assertion"]
                two["device_code"] shouldBe "dc"
                (two.form - "client_assertion") shouldBe (one.form - "client_assertion")
            }

            test("is not asked a third time") {
                val bench = scripted(demand("n-1"), demand("n-2"), bound())
                val client = bench.bindingClient()

                shouldThrow<UseDPoPNonceException> { client.token(ClientCredentialsGrant()) }
                bench.requests shouldHaveSize 2

                client.token(ClientCredentialsGrant())
                bench.proofs().last()["nonce"] shouldBe "n-2"
            }

            test("is not asked again when it does not say which") {
                val bench = scripted(ScriptedResponse.error("use_dpop_nonce"), bound())

                shouldThrow<UseDPoPNonceException> { bench.bindingClient().token(ClientCredentialsGrant()) }
                bench.requests shouldHaveSize 1
            }

            test("is not asked again when it names the nonce that it got") {
                val bench = scripted(bound().with("n-1"), demand("n-1"), bound())
                val client = bench.bindingClient()
                client.token(ClientCredentialsGrant())

                shouldThrow<UseDPoPNonceException> { client.token(ClientCredentialsGrant()) }
                bench.requests shouldHaveSize 2
            }

            test("is not asked again when what it names is no nonce, or there are two") {
                val two = ScriptedResponse.error("use_dpop_nonce").with("a").with("b")
                listOf(demand("a b"), two).forEach {
                    val bench = scripted(it, bound())
                    shouldThrow<UseDPoPNonceException> { bench.bindingClient().token(ClientCredentialsGrant()) }
                    bench.requests shouldHaveSize 1
                }
            }

            test("may say so with status 401") {
                val bench = scripted(demand("n-1", status = 401), bound())

                bench.bindingClient().token(ClientCredentialsGrant())
                bench.requests shouldHaveSize 2
            }

            listOf(200, 403, 500, 503).forEach { status ->
                test("has not said so with status $status: the request may have been acted on") {
                    val bench = scripted(demand("n-1", status), bound())

                    shouldThrow<OAuthException> { bench.bindingClient().token(ClientCredentialsGrant()) }
                    bench.requests shouldHaveSize 1
                }
            }

            listOf("invalid_grant", "invalid_dpop_proof", "USE_DPOP_NONCE").forEach { code ->
                test("has not said so with $code, but its nonce counts from then on") {
                    val bench = scripted(ScriptedResponse.error(code).with("n-1"), bound())
                    val client = bench.bindingClient()

                    shouldThrow<io.github.oidcauth.AuthException> { client.token(ClientCredentialsGrant()) }
                    bench.requests shouldHaveSize 1

                    client.token(ClientCredentialsGrant())
                    bench.proofs().last()["nonce"] shouldBe "n-1"
                }
            }

            test("says with each response which it wants next, with a token too") {
                val bench = scripted(bound().with("n-1"), bound(), bound().with("n-2"), bound())
                val client = bench.bindingClient()

                repeat(4) { client.token(ClientCredentialsGrant()) }

                bench.proofs().map { it["nonce"] } shouldBe listOf(null, "n-1", "n-1", "n-2")
            }

            test("is not believed by a client without keys") {
                val bench = scripted(demand("n-1"), ScriptedResponse.token())

                shouldThrow<UseDPoPNonceException> { bench.client().token(ClientCredentialsGrant()) }
                bench.requests shouldHaveSize 1
            }

            test("gives each of several requests at once its own nonce, and each is sent twice and no more") {
                val everybodyIsHere = CompletableDeferred<Unit>()
                var counter = 0
                val bench =
                    ClientBench { request ->
                        val nonce = ReceivedProof.of(request)["nonce"]
                        if (nonce == null) {
                            val mine = ++counter
                            if (counter == 5) everybodyIsHere.complete(Unit)
                            everybodyIsHere.await()
                            demand("n-$mine")
                        } else {
                            bound("\"scope\":\"$nonce\"")
                        }
                    }
                val client = bench.bindingClient()

                val tokens = coroutineScope { List(5) { async { client.token(ClientCredentialsGrant()) } }.awaitAll() }

                tokens.map { it.scope }.toSet() shouldBe (1..5).mapTo(mutableSetOf()) { "n-$it" }
                bench.requests shouldHaveSize 10
                bench.proofs().map { it["jti"] }.distinct() shouldHaveSize 10
            }
        }

        test("a request without a response is not repeated") {
            val bench = ClientBench { throw IOException("broken") }

            shouldThrow<TransportException> { bench.bindingClient().token(ClientCredentialsGrant()) }
            bench.requests shouldHaveSize 1
        }

        test("a device login polls with one key, also one per token") {
            val pending = ScriptedResponse.error("authorization_pending")
            val rest = mutableListOf(pending, demand("n-1"), pending, bound())
            val device =
                """{"device_code":"dc","user_code":"A","verification_uri":"https://as.example/a","expires_in":60,"interval":5}"""
            val time = TestTimeSource()
            val bench =
                ClientBench(timeSource = time) {
                    if (it.url.endsWith("/device")) ScriptedResponse(device) else rest.removeAt(0)
                }
            val client = bench.bindingClient(DPoP.perToken())

            val job = client.pollingJob(client.deviceAuthorization())
            val attempts = List(3) {
                time += job.nextAttemptIn
                job.attempt()
            }

            bench.requests.first().header("DPoP").shouldBeNull()
            val polls = bench.requests.drop(1).map { ReceivedProof.of(it) }
            polls.map { it["nonce"] } shouldBe listOf(null, null, "n-1", "n-1")
            polls.map { it.key }.distinct() shouldBe listOf(attempts.last()?.dpopKey?.public)
        }

        test("revocation and introspection need no proof") {
            val bench = scripted(ScriptedResponse(""), ScriptedResponse("""{"active":false}"""))
            val client = bench.bindingClient()

            client.revoke("at")
            client.introspect("at")

            bench.requests.mapNotNull { it.header("DPoP") } shouldBe emptyList()
        }

        test("a refusal that repeats proof and assertions shows neither, of the first request or the second") {
            val seen = mutableListOf<String>()
            val bench =
                ClientBench { request ->
                    seen += listOfNotNull(request.header("DPoP"), request["client_assertion"])
                    if (seen.size == 2) {
                        demand("n-1")
                    } else {
                        ScriptedResponse.error(
                            "invalid_grant",
                            more = "\"error_description\":\"got ${seen.joinToString(" and ")}\"",
                        )
                    }
                }
            val client =
                bench.client {
                    dpop = DPoP.withKey(key)
                    authentication = ClientSecretJwt("a secret of thirty-two characters")
                }

            val refusal = shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant("rt")) }

            seen shouldHaveSize 4
            seen.flatMap { it.split('.') }.forEach { part ->
                refusal.toString() shouldNotContain part
                refusal.detail.orEmpty() shouldNotContain part
            }
        }
    })
