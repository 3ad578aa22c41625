// Tests RequestTokens.
package io.github.oidcauth.http

import io.github.oidcauth.InsufficientScopeException
import io.github.oidcauth.InsufficientUserAuthenticationException
import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.InvalidTokenException
import io.github.oidcauth.OAuthException
import io.github.oidcauth.SettableClock
import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.oauth2.DPoPKey
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.types.shouldBeInstanceOf
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant

private const val URL = "https://api.example.com/x"
private const val INVALID_TOKEN = "Bearer error=\"invalid_token\""

/** Numbers its tokens, and records its calls. */
private class CountingSource : TokenSource {
    val asked = mutableListOf<String?>()
    var stronger: Token? = null
    private var newest = 1

    override suspend fun token(rejected: Token?): Token {
        asked += rejected?.accessToken
        if (rejected?.accessToken == "t$newest") newest++
        return Token("t$newest")
    }

    override suspend fun stepUp(
        rejected: Token,
        challenge: InsufficientUserAuthenticationException,
    ): Token? = stronger
}

@OptIn(ExperimentalCoroutinesApi::class)
class RequestAuthorizationTest :
    FunSpec({
        val source = CountingSource()
        val clock = SettableClock()

        fun begin(
            tokens: TokenSource = source,
            configure: RequestAuthorizer.Builder.() -> Unit = {},
        ): RequestAuthorization {
            val authorizer = RequestAuthorizer(tokens, URL) {
                this.clock = clock
                configure()
            }
            return checkNotNull(authorizer.begin("GET", URL, hasAuthorization = false))
        }

        suspend fun RequestAuthorization.refused(
            vararg headers: Pair<String, String>,
            statusCode: Int = 401,
            isRepeatable: Boolean = true,
        ) = shouldRetry(statusCode, isRepeatable) { name -> headers.filter { it.first == name }.map { it.second } }

        beforeTest { source.asked.clear() }

        test("the response waits as long as Retry-After says, in seconds or as a date") {
            runTest {
                begin().also { it.headers() }.refused("WWW-Authenticate" to INVALID_TOKEN, "Retry-After" to "7") shouldBe true
                currentTime shouldBe 7_000
                begin().also { it.headers() }.refused("Retry-After" to "Mon, 01 Jun 2026 12:00:03 GMT") shouldBe true
                currentTime shouldBe 10_000
                begin().also { it.headers() }.refused("Retry-After" to "soon") shouldBe true
                currentTime shouldBe 10_000
            }
        }

        test("the limit is a setting") {
            runTest {
                begin { longestRetryDelay = 3.seconds }.also { it.headers() }.refused("Retry-After" to "4") shouldBe false
                begin { longestRetryDelay = 4.seconds }.also { it.headers() }.refused("Retry-After" to "4") shouldBe true
                currentTime shouldBe 4_000
            }
        }

        test("a request that is cancelled while it waits obtains no token") {
            runTest {
                val authorization = begin().also { it.headers() }
                source.asked.clear()
                val waiting = launch { authorization.refused("Retry-After" to "5") }
                runCurrent()
                waiting.cancelAndJoin()
                source.asked.shouldBeEmpty()
            }
        }

        test("a refusal without a retry is reported once, and a retry is not") {
            val reported = mutableListOf<OAuthException>()
            val authorization = begin { onRefusal { reported += it } }.also { it.headers() }
            authorization.refused("WWW-Authenticate" to INVALID_TOKEN) shouldBe true
            reported.shouldBeEmpty()
            authorization.headers()
            authorization.refused("WWW-Authenticate" to INVALID_TOKEN) shouldBe false
            reported.single().shouldBeInstanceOf<InvalidTokenException>()
            authorization.refused("WWW-Authenticate" to "Bearer error=\"insufficient_scope\", scope=\"a b\"", statusCode = 403)
            reported.last().shouldBeInstanceOf<InsufficientScopeException>().scope shouldBe "a b"
            authorization.refused("WWW-Authenticate" to "Basic realm=\"x\"") shouldBe false
            authorization.refused(statusCode = 403) shouldBe false
            reported shouldHaveSize 2
        }

        test("what the listener throws reaches the caller") {
            val authorization = begin { onRefusal { throw IllegalStateException("of the program") } }.also { it.headers() }
            shouldThrow<IllegalStateException> {
                authorization.refused("WWW-Authenticate" to "Bearer error=\"insufficient_scope\"", statusCode = 403)
            }.message shouldBe "of the program"
        }

        test("a token that could not be replaced for this request is replaced for the next one, once") {
            val tokens = CountingSource()
            val authorizer = RequestAuthorizer(tokens, URL)

            fun next() = checkNotNull(authorizer.begin("POST", URL, hasAuthorization = false))
            next().also { it.headers() }.refused("WWW-Authenticate" to INVALID_TOKEN, isRepeatable = false) shouldBe false
            next().headers() shouldBe mapOf("Authorization" to "Bearer t2")
            next().headers()
            tokens.asked shouldBe listOf(null, "t1", null)
        }

        test("an API that refuses every token costs one renewal in ten seconds") {
            val tokens = CountingSource()
            val authorizer = RequestAuthorizer(tokens, URL, "https://other.example.com") { this.clock = clock }

            suspend fun call(url: String = URL): Int {
                val authorization = checkNotNull(authorizer.begin("GET", url, hasAuthorization = false))
                var sendings = 0
                do {
                    authorization.headers()
                    sendings++
                } while (authorization.refused("WWW-Authenticate" to INVALID_TOKEN))
                return sendings
            }
            call() shouldBe 2
            call() shouldBe 1
            clock += 9.seconds
            call() shouldBe 1
            clock += 1.seconds
            call() shouldBe 2
            call("https://other.example.com/") shouldBe 2
            tokens.asked.count { it != null } shouldBe 3
        }

        test("so do several APIs that refuse every token, one each") {
            val tokens = CountingSource()
            val urls = List(3) { "https://api$it.example.com" }
            val authorizer = RequestAuthorizer(tokens, *urls.toTypedArray()) { this.clock = clock }
            repeat(5) {
                urls.forEach { url ->
                    val authorization = checkNotNull(authorizer.begin("GET", url, hasAuthorization = false))
                    do authorization.headers() while (authorization.refused())
                }
            }
            tokens.asked.count { it != null } shouldBe 3
        }

        test("a body that cannot be sent again costs no more of them") {
            val tokens = CountingSource()
            val authorizer = RequestAuthorizer(tokens, URL) { this.clock = clock }
            repeat(4) {
                val authorization = checkNotNull(authorizer.begin("POST", URL, hasAuthorization = false))
                authorization.headers()
                authorization.refused("WWW-Authenticate" to INVALID_TOKEN, isRepeatable = false) shouldBe false
            }
            tokens.asked.count { it != null } shouldBe 1
        }

        test("a token that was accepted meanwhile is replaced when it is refused") {
            val tokens = CountingSource()
            val authorizer = RequestAuthorizer(tokens, URL) { this.clock = clock }

            fun next() = checkNotNull(authorizer.begin("GET", URL, hasAuthorization = false))
            val first = next().also { it.headers() }
            first.refused() shouldBe true
            first.headers()
            first.refused() shouldBe false
            next().also { it.headers() }.refused(statusCode = 503) shouldBe false
            next().also { it.headers() }.refused() shouldBe false
            next().also { it.headers() }.refused(statusCode = 200) shouldBe false
            next().also { it.headers() }.refused() shouldBe true
        }

        test("a login that the API demands is requested unless it is switched off") {
            val stepUp = "WWW-Authenticate" to "Bearer error=\"insufficient_user_authentication\", acr_values=\"gold\""
            source.stronger = Token("strong")
            begin { stepUp(false) }.also { it.headers() }.refused(stepUp) shouldBe false
            val authorization = begin().also { it.headers() }
            authorization.refused(stepUp) shouldBe true
            authorization.headers() shouldBe mapOf("Authorization" to "Bearer strong")
        }

        listOf(true, false).forEach { isRepeatable ->
            val body = if (isRepeatable) "can" else "cannot"
            test(
                "the refusal of a token that cannot be renewed is the response, and is reported, if the body $body be sent again",
            ) {
                val refusals = mutableListOf<OAuthException>()
                val fixed = TokenSource.of("fixed")
                val wrapped = object : TokenSource by fixed {}
                listOf(fixed, wrapped).forEach { tokens ->
                    val authorizer = RequestAuthorizer(tokens, URL) { onRefusal { refusals += it } }
                    repeat(2) {
                        val authorization = checkNotNull(authorizer.begin("POST", URL, hasAuthorization = false))
                        authorization.headers() shouldBe mapOf("Authorization" to "Bearer fixed")
                        authorization.refused("WWW-Authenticate" to INVALID_TOKEN, isRepeatable = isRepeatable) shouldBe false
                    }
                }
                refusals shouldHaveSize 4
                refusals.forEach { it.shouldBeInstanceOf<InvalidTokenException>() }
            }
        }

        test("a fixed token that has expired is not sent") {
            val tokens = TokenSource.of(Token("fixed") { expiresAt = Instant.fromEpochSeconds(0) })
            shouldThrow<InvalidConfigException> { begin(tokens).headers() }.message shouldContain "has expired"
        }

        test("a bound token without its key, and a token of another type, are not sent") {
            shouldThrow<InvalidConfigException> { begin(TokenSource.of(Token("a") { tokenType = "DPoP" })).headers() }
                .message shouldContain "the key is not stored with it"
            shouldThrow<InvalidConfigException> { begin(TokenSource.of(Token("a") { tokenType = "N_A" })).headers() }
                .message shouldContain "not presented to an API"
        }

        test("a type in another spelling is sent as the scheme is written") {
            begin(TokenSource.of(Token("a") { tokenType = "bearer" })).headers() shouldBe mapOf("Authorization" to "Bearer a")
        }

        test("each sending has a proof of its own") {
            val bound = Token("a") {
                tokenType = "dpop"
                dpopKey = DPoPKey.generate()
            }
            val authorization = begin(TokenSource.of(bound))
            val (first, second) = List(2) { authorization.headers() }
            first["Authorization"] shouldBe "DPoP a"
            (first["DPoP"] == second["DPoP"]) shouldBe false
        }

        test("a nonce leads to a retry only if there is one") {
            val bound = Token("a") {
                tokenType = "DPoP"
                dpopKey = DPoPKey.generate()
            }
            val challenge = "WWW-Authenticate" to "DPoP error=\"use_dpop_nonce\""
            begin(TokenSource.of(bound)).also { it.headers() }.refused(challenge) shouldBe false
            begin(TokenSource.of(bound)).also { it.headers() }.refused(challenge, "DPoP-Nonce" to "n") shouldBe true
        }

        test("a response cannot be judged before a request was authorized") {
            shouldThrow<IllegalStateException> { begin().refused() }.message shouldContain "Ask for the headers"
        }
    })
