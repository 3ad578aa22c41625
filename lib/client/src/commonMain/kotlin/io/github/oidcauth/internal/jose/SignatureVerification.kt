package io.github.oidcauth.internal.jose

/** The result of verifying a signature. */
internal sealed interface SignatureVerification {
    /** The signature was made with one of the keys. */
    class Valid(
        val jwt: SignedJwt,
    ) : SignatureVerification

    /**
     * No key could be used: none has the [keyId] of the token, or, if the token has no key id, none of the suitable keys verifies
     * it. The server may have a new key, so it is worth fetching the keys again, once.
     */
    class NoKey(
        val keyId: String?,
    ) : SignatureVerification

    /**
     * The token is not valid, and other keys would not change that. [why] ends a sentence like "The token is not to be trusted:
     * …" and contains nothing of the token.
     */
    class Invalid(
        val why: String,
    ) : SignatureVerification
}
