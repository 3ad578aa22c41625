package io.github.oidcauth.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.delay
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource
import kotlinx.io.IOException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** A token endpoint in virtual time, which responds as [respond] says and takes a second, and its clients. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class SourceScript(
    test: TestScope,
) {
    /** Returns the response to the request with this number, from 1. By default a token that is named after it. */
    var respond: suspend (Int, ReceivedRequest) -> ScriptedResponse = { number, _ -> token(number) }
    private val dispatcher = StandardTestDispatcher(test.testScheduler)
    val bench =
        ClientBench(dispatcher, test.testTimeSource, CoroutineScope(dispatcher + SupervisorJob())) { request ->
            if (request.url.endsWith("/token")) {
                val number = ++count
                delay(1.seconds)
                respond(number, request).also { if (it.status == BROKEN) throw IOException("broken") }
            } else {
                ScriptedResponse(LOGIN)
            }
        }
    private var count = 0
    val client = bench.client()

    /** The requests to the token endpoint. */
    val sent: List<ReceivedRequest> get() = bench.requests.filter { it.url.endsWith("/token") }

    /** The kind of each of them. */
    val grants: List<String?> get() = sent.map { it["grant_type"]?.substringAfterLast(':') }

    fun passTime(duration: Duration) {
        bench.clock += duration
    }

    suspend fun TokenSource.text(rejected: Token? = null): String = token(rejected).accessToken

    companion object {
        private const val BROKEN = 0
        private const val LOGIN =
            """{"device_code":"dc","user_code":"ABCD","verification_uri":"https://as.example/activate",""" +
                """"auth_req_id":"ar","expires_in":60,"interval":5}"""

        /** The connection breaks. */
        val broken = ScriptedResponse("", BROKEN)

        /** The token `at1` without a refresh token, or with [more]. */
        fun token(
            number: Int,
            more: String = "",
        ) = ScriptedResponse(
            """{"access_token":"at$number","token_type":"Bearer","expires_in":600${if (more.isEmpty()) "" else ",$more"}}""",
        )

        /** The token `at1` with the refresh token `rt1`. */
        fun refreshable(number: Int) = token(number, """"refresh_token":"rt$number"""")

        fun inVirtualTime(block: suspend SourceScript.() -> Unit) = runTest { SourceScript(this).block() }
    }
}
