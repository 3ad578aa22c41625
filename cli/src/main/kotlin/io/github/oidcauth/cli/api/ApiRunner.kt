// Tested by ApiCommandTest.
package io.github.oidcauth.cli.api

import io.github.oidcauth.OAuthException
import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.http.ApiClient
import io.github.oidcauth.http.ApiRequest
import kotlinx.coroutines.flow.takeWhile
import java.io.PrintStream

/** Sends the request of `api` and writes the response. */
internal class ApiRunner(
    private val client: ApiClient,
    private val call: ApiCall,
    private val output: ApiOutput,
    private val stderr: PrintStream,
    /** Returns the last refusal of the token by the API, or null. */
    private val refusal: () -> OAuthException?,
) {
    /**
     * Sends the request to [target], and returns the exit code: a status that is no success is a failure.
     *
     * @throws io.github.oidcauth.AuthException if no response arrives, or no token can be obtained.
     * @throws IllegalArgumentException if the path, the method or a header is invalid; nothing is sent then.
     */
    suspend fun run(target: ApiTarget): Int =
        at(target).stream(target.path, ::configure) { response ->
            val beginning = output.write(response)
            output.endLine()
            exitCodeOf(response.isSuccess, response.statusCode, response.url, beginning)
        }

    /** Requests [target] and the pages behind it, by the `Link` headers (RFC 8288), and returns the exit code. */
    suspend fun pages(target: ApiTarget): Int {
        var exitCode = ExitCode.SUCCESS
        at(target).pages(target.path) { call.applyTo(this) }.takeWhile { !output.isReaderGone }.collect { page ->
            output.write(page.statusCode, page.headers, page.bytes)
            // The pages are documents, one after the other.
            output.endLine(isRaw = false)
            exitCode = maxOf(exitCode, exitCodeOf(page.isSuccess, page.statusCode, page.url, page.text))
        }
        return exitCode
    }

    private fun at(target: ApiTarget) = target.url?.let(client::atUrl) ?: client

    private fun configure(request: ApiRequest.Builder) {
        request.method(call.method)
        call.applyTo(request)
    }

    private fun exitCodeOf(
        isSuccess: Boolean,
        statusCode: Int,
        url: String,
        body: String,
    ): Int {
        if (isSuccess) return ExitCode.SUCCESS
        stderr.println(ApiError.line(statusCode, call.method, url, body))
        ApiError.advice(refusal())?.let(stderr::println)
        return ExitCode.FAILURE
    }
}
