package io.github.oidcauth.internal.keys

import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/** Returns the private key in [text] by the rules of [PemPrivateKey], marked for [algorithm] unless that is null. */
internal fun readPrivateKey(
    text: String,
    keyId: String?,
    algorithm: JwsAlgorithm?,
): Jwk = if (algorithm == null) PemPrivateKey.read(text, keyId) else PemPrivateKey.read(text, keyId, algorithm)
