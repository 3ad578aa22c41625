package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.internal.protocol.TokenJson
import io.github.oidcauth.internal.transport.HttpAnswer
import kotlin.time.Instant

/** Judges the answers of token endpoints (RFC 6749 §5). Pure. */
internal object TokenAnswers {
    fun judge(
        answer: HttpAnswer,
        receivedAt: Instant,
        secrets: Collection<String>,
    ): Token = TokenJson.decodeAnswer(JsonAnswers.successful(answer, secrets), receivedAt)
}
