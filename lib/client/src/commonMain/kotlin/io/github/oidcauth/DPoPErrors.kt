package io.github.oidcauth

import io.github.oidcauth.internal.responses.OAuthError
import kotlin.jvm.JvmOverloads

/**
 * `invalid_dpop_proof`: the proof that the sender has the token's key is malformed, too old, or made with another key (RFC
 * 9449 §5, §7.1).
 */
public class InvalidDPoPProofException internal constructor(response: OAuthError) :
    OAuthException(
        response,
        "The server does not accept the DPoP proof. Check the clock of this machine, and that the token belongs to the key.",
    ) {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("invalid_dpop_proof", errorDescription, statusCode))
    }

/** `use_dpop_nonce`: the proof must contain the server's newest nonce, from the header `DPoP-Nonce` (RFC 9449 §8, §9). */
public class UseDPoPNonceException internal constructor(response: OAuthError) :
    OAuthException(response, "The server requires its newest nonce in the DPoP proof. Try again.") {
        /** Makes the exception, for tests: with the server's [errorDescription], and the HTTP status. */
        @JvmOverloads
        public constructor(errorDescription: String? = null, statusCode: Int? = null) :
            this(OAuthError.made("use_dpop_nonce", errorDescription, statusCode))
    }
