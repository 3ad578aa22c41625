package io.github.oidcauth.internal.requests

/** The reason for which an API refused a request, as far as it concerns the token. */
internal enum class Refusal {
    /** `invalid_token`, or a 401 without a reason (RFC 6750 §3.1). */
    TOKEN,

    /** `use_dpop_nonce` (RFC 9449 §9). */
    NONCE,

    /** `insufficient_user_authentication` (RFC 9470 §3). */
    LOGIN,

    /** `insufficient_scope` (RFC 6750 §3.1). */
    SCOPE,

    /** Any other error code in a challenge for tokens, such as `invalid_dpop_proof`. */
    OTHER,
}
