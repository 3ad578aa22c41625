package io.github.oidcauth.internal.requests

/** A step after an API has refused a request. */
internal enum class RetryStep {
    /** The response is the one for the caller. */
    RETURN,

    /** Send the request with a proof that has the new nonce (RFC 9449 §9). */
    PROVE_AGAIN,

    /** Send the request with another token. */
    REPLACE_TOKEN,

    /** The response is the one for the caller, and the next request begins with another token. */
    REPLACE_TOKEN_LATER,

    /** Have the user log in as the API requires, and send the request with the new token (RFC 9470 §4). */
    STEP_UP,
}
