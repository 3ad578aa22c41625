package io.github.oidcauth.internal.protocol

import io.github.oidcauth.AuthException
import io.github.oidcauth.UntrustedAnswerException
import io.ktor.http.Parameters
import io.ktor.http.URLDecodeException
import io.ktor.http.parseUrlEncodedParameters

/** What a browser login waits for, and the judge of everything that arrives instead. Pure: no sockets, no clock. */
internal class CallbackExpectation(
    private val request: AuthorizationRequest,
) {
    private val redirect = request.redirectUri.substringAfter("://")
    private val path = "/" + redirect.substringAfter('/')

    /**
     * Judges a request whose first line is [method] and [target] (origin form, RFC 9112 §3.2.1). What is not provably the answer to
     * our request is unrelated, whoever sent it: anybody on this machine and any web page can send a request here.
     */
    fun judge(
        method: String,
        target: String,
    ): CallbackVerdict {
        val query = target.substringAfter('?', "").substringBefore('#')
        if (target.substringBefore('?').substringBefore('#') != path) return CallbackVerdict.Unrelated
        if (method != "GET" || target.length > MAX_TARGET) return CallbackVerdict.Unrelated
        val parameters = parametersOf(query) ?: return CallbackVerdict.Unrelated
        // RFC 6749 §3.1: parameters must not be included more than once.
        val state = parameters.getAll("state")?.singleOrNull() ?: return CallbackVerdict.Unrelated
        if (!equalsInConstantTime(state, request.state)) return CallbackVerdict.Unrelated
        parameters["error"]?.let {
            return CallbackVerdict.Failed(callbackError(it, parameters["error_description"], parameters["error_uri"]))
        }
        val code = parameters.getAll("code")?.singleOrNull()
        if (code.isNullOrEmpty()) {
            return CallbackVerdict.Failed(
                UntrustedAnswerException("The login page came back with neither a code nor an error. Log in again."),
            )
        }
        return CallbackVerdict.Accepted(ValidatedCallback(code, request))
    }

    /** Judges a whole URL that a person copied from the browser's address bar. */
    fun judgePasted(line: String): CallbackVerdict {
        val url = line.trim().trim('"', '\'', '<', '>')
        val origin = request.redirectUri.removeSuffix(path)
        return if (url.startsWith("$origin/")) judge("GET", url.removePrefix(origin)) else CallbackVerdict.Unrelated
    }

    private fun parametersOf(query: String): Parameters? =
        try {
            query.parseUrlEncodedParameters()
        } catch (_: URLDecodeException) {
            null
        }

    private fun callbackError(
        code: String,
        description: String?,
        uri: String?,
    ): AuthException = OAuthError(code.printable(MAX_CODE), description?.printable(), uri?.printable()).toException()

    private companion object {
        const val MAX_TARGET = 16_384
        const val MAX_CODE = 64
    }
}

/** What came of a request to the callback listener. */
internal sealed interface CallbackVerdict {
    /** The answer to our request, with a code. */
    class Accepted(
        val callback: ValidatedCallback,
    ) : CallbackVerdict

    /** The answer to our request, with an error. */
    class Failed(
        val cause: AuthException,
    ) : CallbackVerdict

    /** Not the answer to our request: answered 404, and waiting goes on. */
    data object Unrelated : CallbackVerdict
}

/** Compares without telling by its duration where the difference is. */
internal fun equalsInConstantTime(
    a: String,
    b: String,
): Boolean {
    var difference = a.length xor b.length
    for (i in a.indices) difference = difference or (a[i].code xor b[i % b.length.coerceAtLeast(1)].code)
    return difference == 0
}
