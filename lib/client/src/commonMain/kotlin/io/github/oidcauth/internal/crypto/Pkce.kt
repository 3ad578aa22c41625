package io.github.oidcauth.internal.crypto

/** Proof Key for Code Exchange (RFC 7636), with `S256` only. */
internal object Pkce {
    /** The value of `code_challenge_method`. */
    const val METHOD: String = "S256"

    private const val VERIFIER_OCTETS = 32
    private val VERIFIER = Regex("[A-Za-z0-9._~-]{43,128}")

    /** Returns a new code verifier, which is a secret (RFC 7636 §4.1). */
    fun verifier(random: RandomSource): String = random.base64Url(VERIFIER_OCTETS)

    /** Returns true if [text] has the form of a code verifier (RFC 7636 §4.1). */
    fun isVerifier(text: String): Boolean = VERIFIER.matches(text)

    /** Returns the code challenge of [verifier] (RFC 7636 §4.2). */
    fun challenge(
        verifier: String,
        digest: Digest,
    ): String = Base64Url.encode(digest.sha256(verifier.encodeToByteArray()))
}
