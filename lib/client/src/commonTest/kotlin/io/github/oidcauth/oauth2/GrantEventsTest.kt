// Tests CombinedTokenListener, GrantEvents, OAuth2Client and TokenListener.
package io.github.oidcauth.oauth2

import io.github.oidcauth.InvalidGrantException
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenListener
import io.github.oidcauth.UnverifiedRefreshException
import io.github.oidcauth.internal.client.GrantEvents
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.Runnable
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlin.coroutines.CoroutineContext
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TestTimeSource

/** The listener of a client, and of one request. */
class GrantEventsTest :
    FunSpec({
        val heard = mutableListOf<String>()
        beforeTest { heard.clear() }

        val listener =
            TokenListener { key, token -> heard += "obtained ${token.accessToken} $key" }
                .onRotated { _, old, new -> heard += "rotated ${old?.refreshToken} ${new.refreshToken} ${new.accessToken}" }
                .onRemoved { key, old -> heard += "removed ${old.refreshToken} $key" }

        fun bench(vararg responses: ScriptedResponse): ClientBench {
            val rest = responses.toMutableList()
            return ClientBench { rest.removeAt(0) }
        }

        val old =
            Token("old") {
                refreshToken = "r1"
                scope = "read"
            }
        val rotating = ScriptedResponse.token(""""refresh_token":"r2"""")

        test("a client tells of each token, by a key of the scope that was requested, or else granted") {
            val client = bench(ScriptedResponse.token(), ScriptedResponse.token(""""scope":"b a"""")).client {
                this.listener = listener
            }

            client.token(ClientCredentialsGrant { scope("write").resource("https://api.example") })
            client.token(ClientCredentialsGrant())

            heard shouldContainExactly listOf(
                "obtained at https://as.example#client_id=my-client&scope=write&resource=https://api.example",
                "obtained at https://as.example#client_id=my-client&scope=a+b",
            )
        }

        test("a refresh tells of the rotated refresh token too, and only if it is another one") {
            val client = bench(rotating, ScriptedResponse.token(), rotating).client { this.listener = listener }

            client.token(RefreshTokenGrant(old))
            client.token(RefreshTokenGrant(old))
            client.token(RefreshTokenGrant("r1"))

            heard.filterNot { it.startsWith("obtained") } shouldContainExactly listOf("rotated r1 r2 at", "rotated null r2 at")
            heard.count { it.startsWith("obtained") } shouldBe 3
        }

        test("a rejected refresh token is told of, another error is not") {
            val rejected = ScriptedResponse.error("invalid_grant")
            val client = bench(rejected, ScriptedResponse.error("invalid_scope"), rejected).client { this.listener = listener }

            shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant(old)) }
            shouldThrow<Exception> { client.token(RefreshTokenGrant(old)) }
            shouldThrow<InvalidGrantException> { client.token(RefreshTokenGrant("r1")) }

            heard shouldContainExactly listOf("removed r1 https://as.example#client_id=my-client&scope=read")
        }

        test("a refresh of which only the refresh token can be used tells of that") {
            val unusable = ScriptedResponse("""{"token_type":"Bearer","refresh_token":"r2"}""")
            val client = bench(unusable).client { this.listener = listener }

            shouldThrow<UnverifiedRefreshException> { client.token(RefreshTokenGrant(old)) }

            heard shouldContainExactly listOf("rotated r1 r2 old")
        }

        test("the listener of one request takes the place of the client's") {
            val client = bench(ScriptedResponse.token(), ScriptedResponse.token()).client { this.listener = listener }

            client.token(ClientCredentialsGrant { listener { _, token -> heard += "once ${token.accessToken}" } })
            client.token(ClientCredentialsGrant())

            heard.map { it.substringBefore(' ') } shouldContainExactly listOf("once", "obtained")
        }

        test("a job that polls tells of its token once") {
            val time = TestTimeSource()
            val rest = mutableListOf(ScriptedResponse.error("authorization_pending"), ScriptedResponse.token())
            val bench = ClientBench(timeSource = time) { rest.removeAt(0) }
            val job = bench.client { this.listener = listener }.devicePollingJob("dc")

            repeat(3) {
                time += 5.seconds
                job.attempt()
            }

            heard shouldContainExactly listOf("obtained at https://as.example#client_id=my-client")
        }

        test("an exception of the listener goes to the caller; a job has the token all the same") {
            val failing = TokenListener { _, _ -> error("disk full") }
            val time = TestTimeSource()
            val bench = ClientBench(timeSource = time) { ScriptedResponse.token() }
            val client = bench.client { this.listener = failing }
            val job = client.devicePollingJob("dc")
            time += 5.seconds

            shouldThrow<IllegalStateException> { client.token(ClientCredentialsGrant()) }.message shouldBe "disk full"
            shouldThrow<IllegalStateException> { job.attempt() }.message shouldBe "disk full"
            job.attempt()?.accessToken shouldBe "at"
            bench.requests.size shouldBe 2
        }

        test("a failure that the listener is told of is not lost when the listener fails too") {
            val failing =
                TokenListener { _, _ -> }
                    .onRotated { _, _, _ -> error("disk full") }
                    .onRemoved { _, _ -> error("disk full") }
            val unusable = ScriptedResponse("""{"token_type":"Bearer","refresh_token":"r2"}""")
            val client = bench(unusable, ScriptedResponse.error("invalid_grant")).client { this.listener = failing }

            val rotated = shouldThrow<IllegalStateException> { client.token(RefreshTokenGrant(old)) }
            val removed = shouldThrow<IllegalStateException> { client.token(RefreshTokenGrant(old)) }

            (rotated.suppressedExceptions.single() as UnverifiedRefreshException).refreshToken shouldBe "r2"
            (removed.suppressedExceptions.single() is InvalidGrantException) shouldBe true
        }

        test("a caller that is cancelled before the listener is called still tells it") {
            coroutineScope {
                lateinit var call: Job
                val cancelling =
                    object : CoroutineDispatcher() {
                        override fun dispatch(
                            context: CoroutineContext,
                            block: Runnable,
                        ) {
                            call.cancel()
                            block.run()
                        }
                    }
                val config = ClientConfig("my-client") { this.listener = listener }
                call =
                    launch(start = CoroutineStart.LAZY) {
                        GrantEvents(ClientBench.METADATA, config, cancelling).notifyObtained(ClientCredentialsGrant(), old)
                    }
                call.join()
                call.isCancelled shouldBe true
            }
            heard shouldContainExactly listOf("obtained old https://as.example#client_id=my-client&scope=read")
        }

        test("a client without an issuer has its token endpoint in the key, and a strange name is no reason to lose a token") {
            listOf(
                "https://as.example/token" to "https://as.example/token#client_id=my-client",
                "https://as.example/token?p=1" to "https://as.example/token?p=1#client_id=my-client",
            ).forEach { (endpoint, key) ->
                bench(ScriptedResponse.token())
                    .client(ServerMetadata { tokenEndpoint(endpoint) }) { this.listener = listener }
                    .token(ClientCredentialsGrant())
                heard.last() shouldBe "obtained at $key"
            }
        }

        test("a lambda is told of nothing but obtained tokens") {
            val key = TokenKey.of("k")
            val plain = TokenListener { _, token -> heard += token.accessToken }

            plain.refreshTokenRotated(key, old, old)
            plain.refreshTokenRemoved(key, old)
            heard.shouldBeEmpty()
            TokenListener.onObtained(plain).tokensObtained(key, old)
            heard shouldContainExactly listOf("old")
        }
    })
