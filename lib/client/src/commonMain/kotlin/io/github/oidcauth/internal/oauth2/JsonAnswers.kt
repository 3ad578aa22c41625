package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.AuthException
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.internal.protocol.ErrorAnswer
import io.github.oidcauth.internal.protocol.parseJson
import io.github.oidcauth.internal.protocol.string
import io.github.oidcauth.internal.transport.HttpAnswer
import kotlinx.serialization.json.JsonObject

/** Judges answers that are JSON objects. Pure. */
internal object JsonAnswers {
    /**
     * The object that [answer] is.
     *
     * @throws AuthException when it is an error, GitHub's with status 200 included, or no JSON object; none of [secrets] is in
     * it.
     */
    fun successful(
        answer: HttpAnswer,
        secrets: Collection<String> = emptyList(),
    ): JsonObject {
        if (!answer.isSuccess) throw ErrorAnswer.decode(answer.statusCode, answer.body, secrets)
        val json = parseJson(answer.body) as? JsonObject ?: throw notJson(answer)
        val isError = !json.string("error").isNullOrEmpty() && json.string("access_token") == null
        if (isError) throw ErrorAnswer.decode(answer.statusCode, answer.body, secrets)
        return json
    }

    private fun notJson(answer: HttpAnswer): UntrustedAnswerException {
        val what =
            when {
                answer.body.isBlank() -> "an empty answer"
                answer.body.trimStart().startsWith("<") -> "a web page"
                else -> "no JSON object"
            }
        return UntrustedAnswerException(
            "The server answered with $what where a JSON object belongs. Is this the right address?",
            answer.statusCode,
        )
    }
}
