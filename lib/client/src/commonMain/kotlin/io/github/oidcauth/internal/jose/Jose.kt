package io.github.oidcauth.internal.jose

import io.github.oidcauth.internal.crypto.Digest
import io.github.oidcauth.internal.keys.KeyTool

/** All that needs cryptography, in one place. Thread-safe. */
internal class Jose(
    val signer: JwsSigner,
    val verifier: JwsVerifier,
    val codec: JweCodec,
    val keys: KeyTool,
    val digest: Digest,
)
