package io.github.oidcauth.internal.keys

import io.github.oidcauth.oauth2.Jwk
import io.github.oidcauth.oauth2.JwsAlgorithm

/**
 * Returns the private key in [text], which is PEM, with the id [keyId], marked for [algorithm] unless that is null.
 *
 * @throws io.github.oidcauth.InvalidConfigException when there is none; the message contains nothing of [text].
 */
internal expect fun readPrivateKey(
    text: String,
    keyId: String?,
    algorithm: JwsAlgorithm?,
): Jwk
