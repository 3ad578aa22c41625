package io.github.oidcauth.benchmarks

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.java.BlockingRequestAuthorization
import io.github.oidcauth.java.BlockingTokenSource
import kotlinx.coroutines.runBlocking
import kotlin.time.Duration.Companion.hours

/** The work of an HTTP client for each request to one of [hosts] origins, with a token in memory, and without the request. */
class RequestBench(
    hosts: Int,
) {
    private val tokens = TokenSource.of { Token("a".repeat(TOKEN_LENGTH)) { expiresIn(1.hours) } }
    private val token = runBlocking { tokens.token() }
    private val url = "https://api${hosts / 2}.example.com/v1/users?page=2"
    private val origins = List(hosts) { "https://api$it.example.com" }.toTypedArray()
    private val authorizer = RequestAuthorizer.of(BlockingTokenSource.of(tokens), *origins)

    /** The header alone, which any client has to make. */
    fun header(): Map<String, String> = token.headers

    fun blocking(): Map<String, String> {
        val authorization = checkNotNull(BlockingRequestAuthorization.begin(authorizer, "GET", url, false))
        val headers = authorization.headers()
        check(!authorization.shouldRetry(OK, true) { emptyList() })
        return headers
    }

    fun suspending(): Int =
        runBlocking {
            (1..CALLS).sumOf {
                val authorization = checkNotNull(authorizer.begin("GET", url, false))
                val headers = authorization.headers()
                check(!authorization.shouldRetry(OK, true) { emptyList() })
                headers.size
            }
        }

    /** A request that gets no token. */
    fun elsewhere(): Any? = authorizer.begin("GET", "https://www.example.org/v1/users?page=2", false)

    companion object {
        const val CALLS: Int = 1_000
        private const val TOKEN_LENGTH = 1_200
        private const val OK = 200
    }
}
