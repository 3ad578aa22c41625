package io.github.oidcauth.internal.callback

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.addresses.UrlParts
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.oauth2.ResponseMode

/** Distinguishes the response that a browser login waits for from all other requests. Pure: no sockets, no clock. */
internal class CallbackValidator(
    private val request: PendingLogin,
) {
    private val redirectUri = request.redirectUri
    private val redirect = UrlParts.of(redirectUri)
    private val authority = redirect.authority

    /** The path that the browser requests; a URL without a path has `/` (RFC 9110 §4.2.3). */
    private val path = redirect.tail.ifEmpty { "/" }

    /** The origin (scheme, host and port) of the page where the user logs in. */
    val loginOrigin: String = UrlParts.of(request.url).origin

    /** True if the response may come in the body of a POST. */
    val acceptsForm: Boolean = request.responseMode in FORMS

    /**
     * Validates a request with [method] and [target] (origin form, RFC 9112 §3.2.1) in its first line and [form] as its body, if
     * it has one. A request that cannot be shown to be the response to our request is unrelated: every program on this machine
     * and every web page can send requests here.
     *
     * The query is accepted even when a form was requested, because servers that do not know `response_mode` ignore it.
     */
    fun validate(
        method: String,
        target: String,
        form: String? = null,
    ): CallbackResult =
        when {
            target.length > MAX_TARGET || '#' in target -> CallbackResult.Unrelated
            method == "GET" && target.substringBefore('?') == path -> validateEncoded(target.substringAfter('?', ""))
            method == "POST" && acceptsForm && target == path && form != null -> validateEncoded(form)
            else -> CallbackResult.Unrelated
        }

    /** Validates a URL that the user copied from the browser's address bar, which may hide the scheme. */
    fun validatePasted(line: String): CallbackResult {
        val url = line.trim().trim('"', '\'', '<', '>').substringBefore('#')
        val target = url.removePrefix("http://").removePrefix(authority)
        val isOurs = url == "http://$authority$target" || url == "$authority$target"
        return if (isOurs && target.all { it in '!'..'~' }) validate("GET", target) else CallbackResult.Unrelated
    }

    /** Validates a URL that the browser was sent to, as reported by the program or user that received it. */
    fun validateReturned(url: String): CallbackResult {
        if (url.length > MAX_FORM || url.any { it !in '!'..'~' }) return CallbackResult.Unrelated
        return RedirectTarget(redirectUri).parametersIn(url)?.let(::validate) ?: CallbackResult.Unrelated
    }

    private fun validateEncoded(parameters: String): CallbackResult =
        if (parameters.length > MAX_FORM || parameters.any { it !in '!'..'~' }) {
            CallbackResult.Unrelated
        } else {
            queryParameters(parameters)?.let(::validate) ?: CallbackResult.Unrelated
        }

    private fun validate(parameters: Map<String, List<String>>): CallbackResult =
        when (val result = request.validator.validate(parameters)) {
            is AuthorizationResponseResult.Granted -> CallbackResult.Accepted(ValidatedCallback(result, request))
            is AuthorizationResponseResult.Refused -> CallbackResult.Failed(result.cause)
            is AuthorizationResponseResult.UnknownKey -> CallbackResult.Failed(result.cause)
            is AuthorizationResponseResult.Unrelated -> CallbackResult.Unrelated
        }

    private companion object {
        const val MAX_TARGET = 16_384
        const val MAX_FORM = 65_536
        val FORMS = setOf(ResponseMode.FORM_POST, ResponseMode.FORM_POST_JWT)
    }
}

/** The result of a request to the callback listener. */
internal sealed interface CallbackResult {
    /** The response to our request, with a code. */
    class Accepted(
        val callback: ValidatedCallback,
    ) : CallbackResult

    /** The response to our request, with an error. */
    class Failed(
        val cause: AuthException,
    ) : CallbackResult

    /** A request that is not the response. It gets status 404, and the login goes on waiting. */
    data object Unrelated : CallbackResult
}
