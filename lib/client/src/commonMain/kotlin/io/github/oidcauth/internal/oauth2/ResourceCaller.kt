package io.github.oidcauth.internal.oauth2

import io.github.oidcauth.Token
import io.github.oidcauth.TransportException
import io.github.oidcauth.UntrustedAnswerException
import io.github.oidcauth.internal.transport.HttpAnswer
import io.github.oidcauth.internal.transport.HttpCall

/** Calls what is protected by access tokens (RFC 6750 §2.1). What the answers are worth is decided elsewhere. */
internal class ResourceCaller(
    private val wire: Wire,
) {
    /**
     * Gets [url] with [token]. [accept] are the media types that the caller can read.
     *
     * @throws TransportException when no answer arrives.
     * @throws UntrustedAnswerException when the answer is too large.
     */
    suspend fun get(
        url: String,
        token: Token,
        accept: String,
    ): HttpAnswer = wire.transport.send(HttpCall("GET", url, token.headers.toList() + ("Accept" to accept)))
}
