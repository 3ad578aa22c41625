package io.github.oidcauth.internal.jose

/** All that needs cryptography, in one place. Thread-safe. */
internal class Jose(
    val signer: JwsSigner,
    val verifier: JwsVerifier,
    val codec: JweCodec,
    val keys: KeyTool,
    val digest: Digest,
)
