package io.github.oidcauth.internal.callback

import io.github.oidcauth.AuthException
import io.github.oidcauth.internal.addresses.queryParameters
import io.github.oidcauth.oauth2.ResponseMode

/** What a browser login waits for, and the validator of everything that arrives instead. Pure: no sockets, no clock. */
internal class CallbackValidator(
    private val request: PendingLogin,
) {
    private val redirectUri = request.redirectUri
    private val authority = redirectUri.substringAfter("://").substringBefore('/')

    /** What a browser asks for; a URL without a path has this one (RFC 9110 §4.2.3). */
    private val path = redirectUri.substringAfter("://").removePrefix(authority).ifEmpty { "/" }

    /** Scheme, host and port of the page where the user logs in. */
    val loginOrigin: String = request.url.substringBefore("://") + "://" +
        request.url.substringAfter("://").substringBefore('/').substringBefore('?').substringAfterLast('@')

    /** Whether the response may come in the body of a POST. */
    val acceptsForm: Boolean = request.responseMode in FORMS

    /**
     * Validates a request whose first line is [method] and [target] (origin form, RFC 9112 §3.2.1), with [form] for a body if it
     * has one. What is not provably the response to our request is unrelated, whoever sent it: anybody on this machine and any
     * web page can send a request here.
     *
     * The query counts even when a form was asked for: servers that do not know `response_mode` pay no heed to it.
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

    /** Validates a whole URL that a user copied from the browser's address bar, which may hide the scheme. */
    fun validatePasted(line: String): CallbackResult {
        val url = line.trim().trim('"', '\'', '<', '>').substringBefore('#')
        val target = url.removePrefix("http://").removePrefix(authority)
        val isOurs = url == "http://$authority$target" || url == "$authority$target"
        return if (isOurs && target.all { it in '!'..'~' }) validate("GET", target) else CallbackResult.Unrelated
    }

    /** Validates a whole URL that the browser was sent to, as somebody says who looked at it. */
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

/** What came of a request to the callback listener. */
internal sealed interface CallbackResult {
    /** The response to our request, with a code. */
    class Accepted(
        val callback: ValidatedCallback,
    ) : CallbackResult

    /** The response to our request, with an error. */
    class Failed(
        val cause: AuthException,
    ) : CallbackResult

    /** Not the response to our request: responded 404, and waiting goes on. */
    data object Unrelated : CallbackResult
}
