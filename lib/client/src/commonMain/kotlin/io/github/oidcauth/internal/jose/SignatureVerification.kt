package io.github.oidcauth.internal.jose

/** What became of looking at a signature. */
internal sealed interface SignatureVerification {
    /** The signature is by one of the keys. */
    class Valid(
        val jwt: SignedJwt,
    ) : SignatureVerification

    /**
     * None of the keys is the one: none has the [keyId] that the token names, or, when it names none, none of those that fit verifies it.
     * The server may have a new key by now, so it is worth fetching the keys again, once.
     */
    class NoKey(
        val keyId: String?,
    ) : SignatureVerification

    /** Not to be believed, whatever other keys there are. [why] ends a sentence like "The token is not to be trusted: …" and holds nothing of the token. */
    class Invalid(
        val why: String,
    ) : SignatureVerification
}
