package io.github.oidcauth.sample.server.application

/** Thrown when the broker does not know this token; [reason] is the text of PyJWT for that case. */
internal class BrokerTokenRejected(
    val reason: String,
) : RuntimeException(reason)
