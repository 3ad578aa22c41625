// Tests Beginning, ClientTokenSources, GrantIssuance and GrantSender.
package io.github.oidcauth.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.AuthorizationDeniedException
import io.github.oidcauth.DelicateOidcAuthApi
import io.github.oidcauth.HttpException
import io.github.oidcauth.InteractionRequiredException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.TemporarilyUnavailableException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenListener
import io.github.oidcauth.TransportException
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.oauth2.SourceScript.Companion.broken
import io.github.oidcauth.oauth2.SourceScript.Companion.inVirtualTime
import io.github.oidcauth.oauth2.SourceScript.Companion.refreshable
import io.github.oidcauth.oauth2.SourceScript.Companion.token
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.ints.shouldBeGreaterThan
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull
import kotlin.random.Random
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

@OptIn(DelicateOidcAuthApi::class, ExperimentalCoroutinesApi::class)
class GrantTokenSourcesTest :
    FunSpec({
        val jwt = "eyJhbGciOiJub25lIn0.e30.c2ln"
        val repeatable: Map<String, Grant> =
            mapOf(
                "password" to PasswordGrant("alice", "secret"),
                "token-exchange" to TokenExchangeGrant("subject"),
                "jwt-bearer" to JwtBearerGrant(jwt),
                "saml2-bearer" to Saml2BearerGrant("<xml/>"),
                "badge" to CustomGrant("urn:example:badge") { parameter("badge", "4711") },
            )
        val code = { AuthorizationCodeGrant("the-code", "http://127.0.0.1/") }

        repeatable.forEach { (name, grant) ->
            test("$name: the token is refreshed") {
                inVirtualTime {
                    respond = { number, _ -> refreshable(number) }
                    val source = client.tokenSource(grant)
                    source.text() shouldBe "at1"
                    passTime(10.minutes)
                    source.text() shouldBe "at2"
                    grants shouldContainExactly listOf(name, "refresh_token")
                    sent.last()["refresh_token"] shouldBe "rt1"
                }
            }

            test("$name: without a refresh token the grant is sent again") {
                inVirtualTime {
                    val source = client.tokenSource(grant)
                    source.text() shouldBe "at1"
                    passTime(10.minutes)
                    source.text() shouldBe "at2"
                    grants shouldContainExactly listOf(name, name)
                }
            }

            test("$name: the grant is sent again when the server refuses the refresh token, which is not sent again") {
                inVirtualTime {
                    respond = { number, request ->
                        if (request["refresh_token"] != null) ScriptedResponse.error("invalid_grant") else refreshable(number)
                    }
                    val source = client.tokenSource(grant)
                    source.text()
                    passTime(10.minutes)
                    source.text() shouldBe "at3"
                    grants shouldContainExactly listOf(name, "refresh_token", name)
                }
            }
        }

        test("client credentials are sent again, and never refreshed") {
            inVirtualTime {
                respond = { number, _ -> refreshable(number) }
                val source = client.tokenSource(ClientCredentialsGrant("read"))
                source.text()
                passTime(10.minutes)
                source.text() shouldBe "at2"
                grants shouldContainExactly listOf("client_credentials", "client_credentials")
                sent.map { it["scope"] } shouldContainExactly listOf("read", "read")
            }
        }

        test("an authorization code is redeemed by the first call, and later calls refresh") {
            inVirtualTime {
                respond = { number, _ -> refreshable(number) }
                val source = client.tokenSource(code())
                source.text()
                passTime(10.minutes)
                source.text()
                passTime(10.minutes)
                source.text() shouldBe "at3"
                sent.map { it["code"] ?: it["refresh_token"] } shouldContainExactly listOf("the-code", "rt1", "rt2")
            }
        }

        test("a code without a refresh token is not sent again, its token is returned until it expires, and then advice") {
            inVirtualTime {
                val source = client.tokenSource(code())
                source.text()
                passTime(599.seconds)
                source.text() shouldBe "at1"
                passTime(1.seconds)
                val failure = shouldThrow<InteractionRequiredException> { source.text() }
                failure.message shouldContain "Log in again, and make a new token source"
                sent shouldHaveSize 1
            }
        }

        listOf(broken, ScriptedResponse("", 503), ScriptedResponse.error("invalid_grant")).forEach { response ->
            test("a code is sent once, even if the response is ${response.status} ${response.body}") {
                inVirtualTime {
                    respond = { _, _ -> response }
                    val source = client.tokenSource(code())
                    val first = shouldThrow<AuthException> { source.text() }
                    val second = shouldThrow<InteractionRequiredException> { source.text() }
                    second.cause shouldBe first
                    second.message shouldContain "The authorization code was used without success"
                    second.message shouldContain first.message
                    second.message shouldNotContain "the-code"
                    sent shouldHaveSize 1
                }
            }
        }

        test("a refused refresh token ends the source of a code, with advice, and is not sent again") {
            inVirtualTime {
                respond = { number, _ -> if (number == 1) refreshable(1) else ScriptedResponse.error("invalid_grant") }
                val source = client.tokenSource(code())
                source.text()
                passTime(600.seconds)
                shouldThrow<InvalidGrantException> { source.text() }
                shouldThrow<InteractionRequiredException> { source.text() }
                sent shouldHaveSize 2
            }
        }

        test("a code whose callers are all cancelled is redeemed, and its token kept") {
            inVirtualTime {
                coroutineScope {
                    val source = client.tokenSource(code())
                    List(3) { async { source.text() } }.also { delay(500.milliseconds) }.forEach { it.cancelAndJoin() }
                    delay(2.seconds)
                    source.text() shouldBe "at1"
                    sent shouldHaveSize 1
                }
            }
        }

        test("a rotated refresh token whose callers are all cancelled is kept, and the old one is never sent twice") {
            inVirtualTime {
                respond = { number, _ -> refreshable(number) }
                coroutineScope {
                    val source = client.tokenSource(code())
                    source.text()
                    repeat(20) {
                        passTime(10.minutes)
                        List(3) { async { source.text() } }.also { delay(300.milliseconds) }.forEach { it.cancelAndJoin() }
                        List(3) { async { source.text() } }.awaitAll().toSet() shouldHaveSize 1
                    }
                    val refreshTokens = sent.mapNotNull { it["refresh_token"] }
                    refreshTokens shouldContainExactly List(20) { "rt${it + 1}" }
                }
            }
        }

        test("in a storm of 3,000 random cancellations each refresh token is sent once, and none is lost") {
            inVirtualTime {
                respond = { number, _ -> refreshable(number) }
                val random = Random(4711)
                val source = client.tokenSource(code())
                coroutineScope {
                    repeat(100) {
                        val callers = List(30) { launch { source.text() } }
                        callers.shuffled(random).take(random.nextInt(31)).forEach {
                            delay(random.nextInt(100).milliseconds)
                            it.cancel()
                        }
                        passTime(10.minutes)
                    }
                }
                delay(2.seconds)
                val last = source.token()
                val used = sent.mapNotNull { it["refresh_token"] }
                used shouldContainExactly List(used.size) { "rt${it + 1}" }
                last.refreshToken shouldBe "rt${sent.size}"
                sent.size shouldBeGreaterThan 50
            }
        }

        test("a token that cannot be replaced is not refreshed in the background") {
            inVirtualTime {
                val reported = mutableListOf<Exception>()
                val source = client.tokenSource(code()) {
                    refreshAhead = 0.5
                    onFailure { reported += it }
                }
                source.text()
                passTime(599.seconds)
                source.text() shouldBe "at1"
                delay(2.seconds)
                sent shouldHaveSize 1
                reported.shouldBeEmpty()
            }
        }

        test("a refresh token is redeemed by the first call, and the new one by the next") {
            inVirtualTime {
                respond = { number, _ -> refreshable(number) }
                val source = client.tokenSource(RefreshTokenGrant("rt0") { scope("read") })
                source.text()
                passTime(10.minutes)
                source.text()
                sent.map { it["refresh_token"] } shouldContainExactly listOf("rt0", "rt1")
                sent.map { it["scope"] } shouldContainExactly listOf("read", "read")
            }
        }

        test("a refresh token is sent again after a failure of the server, and never after a refusal") {
            inVirtualTime {
                respond = { number, _ -> if (number == 1) ScriptedResponse("", 503) else ScriptedResponse.error("invalid_grant") }
                val source = client.tokenSource(RefreshTokenGrant("rt0"))
                shouldThrow<HttpException> { source.text() }
                passTime(1.seconds)
                shouldThrow<InvalidGrantException> { source.text() }
                passTime(10.minutes)
                shouldThrow<InteractionRequiredException> { source.text() }
                sent shouldHaveSize 2
            }
        }

        test("a token is returned while it is good, and then refreshed") {
            inVirtualTime {
                val first = Token("at0") { refreshToken("rt0").expiresIn(10.minutes, bench.clock.now()) }
                val source = client.tokenSource(first)
                source.token() shouldBe first
                passTime(9.minutes)
                source.text() shouldBe "at1"
                sent.single()["refresh_token"] shouldBe "rt0"
                passTime(9.minutes)
                source.text()
                // The server has issued no new one.
                sent.last()["refresh_token"] shouldBe "rt0"
            }
        }

        test("a token without a refresh token is returned until it expires") {
            inVirtualTime {
                val source = client.tokenSource(Token("at0") { expiresIn(1.minutes, bench.clock.now()) })
                passTime(59.seconds)
                source.text() shouldBe "at0"
                passTime(1.seconds)
                shouldThrow<InteractionRequiredException> { source.text() }
                sent shouldHaveSize 0
            }
        }

        test("a refresh token that has expired is not sent") {
            inVirtualTime {
                respond = { number, _ -> token(number, """"refresh_token":"rt$number","refresh_expires_in":900""") }
                val source = client.tokenSource(PasswordGrant("alice", "secret"))
                source.text()
                passTime(900.seconds)
                source.text()
                grants shouldContainExactly listOf("password", "password")
            }
        }

        test("a function makes each grant anew, and refresh tokens are used") {
            inVirtualTime {
                respond = { number, _ -> if (number == 1) refreshable(1) else token(number) }
                var made = 0
                val source = client.tokenSource { Saml2BearerGrant("<xml${++made}/>") }
                source.text()
                passTime(10.minutes)
                source.text()
                made shouldBe 1
                respond = { number, request ->
                    if (request["refresh_token"] != null) ScriptedResponse.error("invalid_grant") else token(number)
                }
                passTime(10.minutes)
                source.text() shouldBe "at4"
                made shouldBe 2
            }
        }

        test("the first call for a device code polls until the user has finished, and later ones refresh") {
            inVirtualTime {
                respond =
                    { number, _ -> if (number < 3) ScriptedResponse.error("authorization_pending") else refreshable(number) }
                val source = client.tokenSource(client.deviceAuthorization())
                source.text() shouldBe "at3"
                source.text() shouldBe "at3"
                passTime(10.minutes)
                source.text() shouldBe "at4"
                grants shouldContainExactly listOf("device_code", "device_code", "device_code", "refresh_token")
            }
        }

        test("the first call for a backchannel authentication polls until the user has finished") {
            inVirtualTime {
                respond = { number, _ -> if (number < 3) ScriptedResponse.error("authorization_pending") else token(number) }
                val request = BackchannelAuthenticationRequest.loginHint("alice").build()
                client.tokenSource(client.backchannelAuthentication(request)).text() shouldBe "at3"
                grants.toSet() shouldBe setOf("ciba")
            }
        }

        listOf(DeviceCodeGrant("dc"), CibaGrant("ar")).forEach { grant ->
            test("a ${grant.grantType.substringAfterLast(':')} grant polls too") {
                inVirtualTime {
                    respond = { number, _ -> if (number < 3) ScriptedResponse.error("authorization_pending") else token(number) }
                    client.tokenSource(grant).text() shouldBe "at3"
                }
            }
        }

        test("polling stops when no caller waits, and goes on with the next call") {
            inVirtualTime {
                respond = { number, _ -> if (number < 4) ScriptedResponse.error("authorization_pending") else token(number) }
                val source = client.tokenSource(client.deviceAuthorization())
                withTimeoutOrNull(7.seconds) { source.text() }.shouldBeNull()
                delay(30.seconds)
                sent shouldHaveSize 1
                source.text() shouldBe "at4"
            }
        }

        test("a token that arrives for a poll that no caller waits for is not lost") {
            inVirtualTime {
                val source = client.tokenSource(client.deviceAuthorization())
                // The poll is sent after 5 seconds, and takes one.
                withTimeoutOrNull(5_500.milliseconds) { source.text() }.shouldBeNull()
                delay(30.seconds)
                source.text() shouldBe "at1"
                sent shouldHaveSize 1
            }
        }

        test("a login that was refused is not polled again, and the source says what to do") {
            inVirtualTime {
                respond = { _, _ -> ScriptedResponse.error("access_denied") }
                val source = client.tokenSource(client.deviceAuthorization())
                shouldThrow<AuthorizationDeniedException> { source.text() }
                val failure = shouldThrow<InteractionRequiredException> { source.text() }
                failure.message shouldContain "Log in again, and make a new token source"
                sent shouldHaveSize 1
            }
        }

        test("a refresh names the resources again, and not the scope or the parameters of the grant") {
            inVirtualTime {
                respond = { number, _ -> refreshable(number) }
                val source = client.tokenSource(
                    PasswordGrant("alice", "secret") { scope("read").resource("https://api.example").parameter("otp", "1") },
                )
                source.text()
                passTime(10.minutes)
                source.text()
                sent.last().form.keys shouldBe setOf("grant_type", "refresh_token", "resource", "client_id")
            }
        }

        test("a refresh whose response cannot be used leaves its refresh token for the next try") {
            inVirtualTime {
                respond = { number, _ ->
                    if (number ==
                        2
                    ) {
                        ScriptedResponse("""{"token_type":"Bearer","refresh_token":"rt2"}""")
                    } else {
                        refreshable(number)
                    }
                }
                val source = client.tokenSource(code())
                source.text()
                passTime(10.minutes)
                shouldThrow<AuthException> { source.text() }
                passTime(1.minutes)
                source.text() shouldBe "at3"
                sent.mapNotNull { it["refresh_token"] } shouldContainExactly listOf("rt1", "rt2")
            }
        }

        test("that holds for the first refresh of a refresh token too") {
            inVirtualTime {
                respond = { number, _ ->
                    if (number ==
                        1
                    ) {
                        ScriptedResponse("""{"token_type":"Bearer","refresh_token":"rt1"}""")
                    } else {
                        refreshable(number)
                    }
                }
                val source = client.tokenSource(RefreshTokenGrant("rt0"))
                shouldThrow<UnverifiedRefreshException> { source.text() }
                passTime(1.minutes)
                source.text() shouldBe "at2"
                sent.mapNotNull { it["refresh_token"] } shouldContainExactly listOf("rt0", "rt1")
            }
        }

        test("a failing token listener loses no token, and is reported") {
            inVirtualTime {
                val reported = mutableListOf<Exception>()
                val source = client.tokenSource(
                    ClientCredentialsGrant { listener(TokenListener { _, _ -> error("listener") }) },
                ) { onFailure { reported += it } }
                source.text() shouldBe "at1"
                reported.single().message shouldContain "token listener"
            }
        }

        test("the Retry-After of the token endpoint delays the next try") {
            inVirtualTime {
                respond = { number, _ ->
                    if (number == 1) {
                        ScriptedResponse("""{"error":"temporarily_unavailable"}""", 503, listOf("Retry-After" to "120"))
                    } else {
                        token(number)
                    }
                }
                val source = client.tokenSource(ClientCredentialsGrant())
                shouldThrow<AuthException> { source.text() }.message shouldContain "The next try is not before"
                passTime(119.seconds)
                shouldThrow<AuthException> { source.text() }
                passTime(1.seconds)
                source.text() shouldBe "at2"
            }
        }

        test("a setting that cannot work is no reason to wait, and no grant is used up by it") {
            inVirtualTime {
                val without = bench.client(ServerMetadata { issuer(ClientBench.ISSUER) })
                val source = without.tokenSource(ClientCredentialsGrant())
                repeat(2) { shouldThrow<InvalidConfigException> { source.text() }.message shouldNotContain "next try" }
                sent shouldHaveSize 0
            }
        }

        test("the failure of a code has no time of a next try") {
            inVirtualTime {
                respond = { _, _ -> ScriptedResponse.error("temporarily_unavailable", 503) }
                val source = client.tokenSource(code())
                shouldThrow<TemporarilyUnavailableException> { source.text() }.message shouldNotContain "next try"
                shouldThrow<InteractionRequiredException> { source.text() }.message shouldNotContain "next try"
            }
        }

        test("a broken connection is thrown as it is to the first caller") {
            inVirtualTime {
                respond = { _, _ -> broken }
                shouldThrow<TransportException> { client.tokenSource(ClientCredentialsGrant()).text() }
            }
        }

        test("a source shows no secret") {
            inVirtualTime {
                client.tokenSource(PasswordGrant("alice", "secret")).toString() shouldBe "TokenSource(client my-client)"
            }
        }
    })
