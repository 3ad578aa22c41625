package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.crypto.Digest
import io.github.oidcauth.internal.keys.KeyTool

/** The services that need cryptography. Thread-safe. */
internal class Jose(
    val signer: JwsSigner,
    val verifier: JwsVerifier,
    val codec: JweCodec,
    val keys: KeyTool,
    val digest: Digest,
)
