package io.github.oidcauth.internal.protocol

import io.github.oidcauth.UntrustedAnswerException
import kotlinx.serialization.json.JsonObject

/** Judges answers that are a JSON object when all is well, as those of all OAuth endpoints are. Pure. */
internal object JsonAnswer {
    /**
     * The object in [body].
     *
     * @throws io.github.oidcauth.AuthException that the error stands for, with a status of success too, as GitHub and Slack
     * report theirs. None of the [secrets] that our request had in it is in the exception.
     */
    fun decode(
        statusCode: Int,
        body: String,
        secrets: Collection<String>,
        addressee: Addressee,
    ): JsonObject {
        if (statusCode !in SUCCESS) throw ErrorAnswer.decode(statusCode, body, secrets, addressee)
        val json = parseJson(body) as? JsonObject
        if (json == null) {
            val what =
                when {
                    body.isBlank() -> "an empty answer"
                    body.trimStart().startsWith("<") -> "a web page"
                    else -> "no JSON object"
                }
            throw UntrustedAnswerException(
                "The server answered with $what where a JSON object belongs. ${addressee.question}",
                statusCode,
            )
        }
        val isError = !json.string("error").isNullOrEmpty() && json.string("access_token") == null
        if (isError) throw ErrorAnswer.decode(statusCode, body, secrets, addressee)
        return json
    }

    private val SUCCESS = 200..299
}
