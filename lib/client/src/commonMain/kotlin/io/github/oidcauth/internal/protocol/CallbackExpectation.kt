package io.github.oidcauth.internal.protocol

import io.github.oidcauth.AuthException
import io.github.oidcauth.UntrustedAnswerException

/** What a browser login waits for, and the judge of everything that arrives instead. Pure: no sockets, no clock. */
internal class CallbackExpectation(
    private val request: PendingLogin,
) {
    private val redaction = Redaction(listOfNotNull(request.state, request.codeVerifier))
    private val redirectUri = request.redirectUri
    private val isWeb = redirectUri.startsWith("http://") || redirectUri.startsWith("https://")
    private val authority = redirectUri.substringAfter("://").substringBefore('/')

    /** What a browser asks for; a URL without a path has this one (RFC 9110 §4.2.3). */
    private val path = redirectUri.substringAfter("://").removePrefix(authority).ifEmpty { "/" }

    /** Whether the answer may come in the body of a POST. */
    val acceptsForm: Boolean = request.responseMode == ResponseMode.FORM_POST

    /**
     * Judges a request whose first line is [method] and [target] (origin form, RFC 9112 §3.2.1), with [form] for a body if it
     * has one. What is not provably the answer to our request is unrelated, whoever sent it: anybody on this machine and any
     * web page can send a request here.
     *
     * The query counts even when a form was asked for: servers that do not know `response_mode` pay no heed to it.
     */
    fun judge(
        method: String,
        target: String,
        form: String? = null,
    ): CallbackVerdict =
        when {
            target.length > MAX_TARGET || '#' in target -> CallbackVerdict.Unrelated
            method == "GET" && target.substringBefore('?') == path -> judgeEncoded(target.substringAfter('?', ""))
            method == "POST" && acceptsForm && target == path && form != null -> judgeEncoded(form)
            else -> CallbackVerdict.Unrelated
        }

    /** Judges a whole URL that a person copied from the browser's address bar, which may hide the scheme. */
    fun judgePasted(line: String): CallbackVerdict {
        val url = line.trim().trim('"', '\'', '<', '>').substringBefore('#')
        val target = url.removePrefix("http://").removePrefix(authority)
        val isOurs = url == "http://$authority$target" || url == "$authority$target"
        return if (isOurs && target.all { it in '!'..'~' }) judge("GET", target) else CallbackVerdict.Unrelated
    }

    /** Judges a whole URL that the browser was sent to, as somebody says who looked at it. */
    fun judgeReturned(url: String): CallbackVerdict {
        if (url.length > MAX_FORM || url.any { it !in '!'..'~' }) return CallbackVerdict.Unrelated
        val sent = url.substringBefore('#')
        val place = sent.substringBefore('?')
        val isOurs = place == redirectUri || (isWeb && path == "/" && place == "${redirectUri.removeSuffix("/")}/")
        return if (isOurs) judgeEncoded(sent.substringAfter('?', "")) else CallbackVerdict.Unrelated
    }

    private fun judgeEncoded(parameters: String): CallbackVerdict =
        if (parameters.length > MAX_FORM || parameters.any { it !in '!'..'~' }) {
            CallbackVerdict.Unrelated
        } else {
            queryParameters(parameters)?.let(::judge) ?: CallbackVerdict.Unrelated
        }

    /** Judges the parameters of an answer, in whatever way they came to us. */
    private fun judge(parameters: Map<String, List<String>>): CallbackVerdict {
        val state = parameters["state"]?.singleOrNull()
        if (state.isNullOrEmpty() || !equalsInConstantTime(state, request.state)) return CallbackVerdict.Unrelated
        return judgeAnswer(parameters)
    }

    /** Judges what came with our state, and so is the answer to our request. */
    private fun judgeAnswer(parameters: Map<String, List<String>>): CallbackVerdict {
        // RFC 6749 §3.1: none may be there twice, and one without a value counts as left out.
        if (ANSWER.any { (parameters[it]?.size ?: 0) > 1 }) return unusable("one parameter twice")
        val answer = ANSWER.associateWith { parameters[it]?.single().orEmpty() }
        val code = answer.getValue("code")
        val error = answer.getValue("error")
        return when {
            error.isNotEmpty() -> judgeError(redaction.of(error).printable(OAuthError.MAX_CODE), answer)

            code.isEmpty() -> unusable("neither a code nor an error")

            // RFC 6749 appendix A.11.
            code.any { it !in ' '..'~' } -> unusable("a code that is none")

            else -> CallbackVerdict.Accepted(ValidatedCallback(code, request))
        }
    }

    private fun judgeError(
        error: String,
        answer: Map<String, String>,
    ): CallbackVerdict {
        if (error.isEmpty()) return unusable("an error without a name")
        val description = redaction.of(answer.getValue("error_description")).printable().ifEmpty { null }
        val uri = redaction.of(answer.getValue("error_uri")).printable().ifEmpty { null }
        return CallbackVerdict.Failed(OAuthError(error, description, uri).toException())
    }

    private fun unusable(what: String) =
        CallbackVerdict.Failed(UntrustedAnswerException("The login page came back with $what. Log in again."))

    private companion object {
        const val MAX_TARGET = 16_384
        const val MAX_FORM = 65_536

        /** The parameters of an answer that are used: RFC 6749 §4.1.2 and §4.1.2.1. */
        val ANSWER = listOf("code", "error", "error_description", "error_uri")
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
    for (i in a.indices) difference = difference or (a[i].code xor (if (b.isEmpty()) 0 else b[i % b.length].code))
    return difference == 0
}
