package io.github.oidcauth.cli.credentials

import java.security.MessageDigest
import kotlin.time.Instant

/** A token in the form that another program sends: an access token or an ID token. */
internal class PresentedToken(
    val value: String,
    /** The time at which it expires, or null if that is not known. */
    val expiresAt: Instant?,
) {
    /** Returns true if [credential] is this token. The duration does not reveal where they differ. */
    fun isEqualTo(credential: String): Boolean = MessageDigest.isEqual(credential.encodeToByteArray(), value.encodeToByteArray())

    override fun toString(): String = "PresentedToken(██, $expiresAt)"
}
