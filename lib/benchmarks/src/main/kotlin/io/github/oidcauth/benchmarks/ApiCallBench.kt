package io.github.oidcauth.benchmarks

import io.github.oidcauth.Token
import io.github.oidcauth.TokenSource
import io.github.oidcauth.http.AccessTokens
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.http.AuthorizedHttpClient
import io.github.oidcauth.http.RequestAuthorizer
import io.github.oidcauth.okhttp.AccessTokenInterceptor
import io.ktor.client.HttpClient
import io.ktor.client.request.get
import io.ktor.client.request.header
import io.ktor.client.statement.request
import kotlinx.coroutines.runBlocking
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Protocol
import okhttp3.Request
import okhttp3.Response
import java.net.URI
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import kotlin.time.Duration.Companion.hours

/**
 * Requests to an API, by clients that respond at once and send nothing. A bare client sends the header that the program has made
 * in advance; the other one obtains it from a source that has the token in memory. The API has one of [hosts] origins.
 */
class ApiCallBench(
    hosts: Int,
) {
    private val tokens = TokenSource.of { Token("a".repeat(TOKEN_LENGTH)) { expiresIn(1.hours) } }
    private val header = runBlocking { tokens.token() }.headers.getValue("Authorization")
    private val rules = RequestAuthorizer.of(tokens, *Array(hosts) { "https://api$it.example.com" })
    private val root = "https://api${hosts / 2}.example.com"
    private val url = "$root/v1/users?page=2"

    private val ktor = HttpClient(RespondingEngine)
    private val ktorWithTokens = ktor.config { install(AccessTokens) { authorizer = rules } }
    private val api =
        ApiClient(root) {
            httpClient(ktor)
            header("Authorization", header)
        }
    private val apiWithTokens =
        ApiClient(root) {
            httpClient(ktor)
            authorizer(rules)
        }
    private val jdk = RespondingJdkClient()
    private val jdkWithTokens = AuthorizedHttpClient.of(jdk, rules)
    private val okHttp = OkHttpClient.Builder().addInterceptor(::respond).build()
    private val okHttpWithTokens = OkHttpClient.Builder().addInterceptor(
        AccessTokenInterceptor(rules),
    ).addInterceptor(::respond).build()

    fun ktor(): Int = repeated { ktor.get(url) { header("Authorization", header) }.status.value }

    fun ktorWithTokens(): Int =
        repeated {
            val response = ktorWithTokens.get(url)
            check("Authorization" in response.request.headers)
            response.status.value
        }

    fun apiClient(): Int = repeated { api.get("v1/users?page=2").statusCode }

    fun apiClientWithTokens(): Int = repeated { apiWithTokens.get("v1/users?page=2").statusCode }

    fun jdk(): Int = jdk.send(
        HttpRequest.newBuilder(URI(url)).header("Authorization", header).build(),
        BodyHandlers.discarding(),
    ).statusCode()

    fun jdkWithTokens(): Int = jdkWithTokens.send(
        HttpRequest.newBuilder(URI(url)).build(),
        BodyHandlers.discarding(),
    ).statusCode()

    fun okHttp(): Int = okHttp.statusOf(Request.Builder().url(url).header("Authorization", header).build())

    fun okHttpWithTokens(): Int = okHttpWithTokens.statusOf(Request.Builder().url(url).build())

    private fun OkHttpClient.statusOf(request: Request): Int = newCall(request).execute().use { it.code }

    private fun respond(chain: Interceptor.Chain): Response {
        check(chain.request().header("Authorization") != null)
        return Response.Builder().request(chain.request()).protocol(Protocol.HTTP_1_1).code(OK).message("OK").build()
    }

    private fun repeated(call: suspend () -> Int): Int = runBlocking { (1..CALLS).sumOf { call() } }

    companion object {
        const val CALLS: Int = 1_000
        private const val TOKEN_LENGTH = 1_200
        private const val OK = 200
    }
}
