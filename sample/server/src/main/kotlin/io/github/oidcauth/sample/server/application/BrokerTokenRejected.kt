package io.github.oidcauth.sample.server.application

/** The broker does not know this token; [reason] is what PyJWT says in that case. */
internal class BrokerTokenRejected(
    val reason: String,
) : RuntimeException(reason)
