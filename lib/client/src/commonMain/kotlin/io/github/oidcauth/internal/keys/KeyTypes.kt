package io.github.oidcauth.internal.keys

/** The names of key types and curves (RFC 7518 §6.1, §6.2.1.1, RFC 8037 §2). */
internal object KeyTypes {
    const val RSA = "RSA"
    const val EC = "EC"
    const val OKP = "OKP"
    const val OCT = "oct"

    const val P256 = "P-256"
    const val P384 = "P-384"
    const val P521 = "P-521"
    const val ED25519 = "Ed25519"
    const val X25519 = "X25519"
}
