package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.string
import kotlinx.serialization.json.JsonObject
import kotlin.jvm.JvmSynthetic

/**
 * The key or certificate that a token is bound to: its claim `cnf` (RFC 7800 §3.1). Only a sender that has this key or
 * certificate may use the token.
 *
 * An immutable value.
 */
public class Confirmation internal constructor(
    /** All members, unchanged. */
    @get:JvmSynthetic
    public val members: JsonObject,
) : ConfirmationForJava {
    /** The thumbprint of the certificate that it is bound to, `x5t#S256` (RFC 8705 §3.1), or null. */
    public val certificateThumbprint: String? get() = members.string("x5t#S256")

    /** The thumbprint of the DPoP key that it is bound to, `jkt` (RFC 9449 §6.1), or null. */
    public val keyThumbprint: String? get() = members.string("jkt")

    /** Returns true if the token is bound to [certificate]. */
    public fun matches(certificate: ClientCertificate): Boolean = certificateThumbprint == certificate.thumbprint

    override fun equals(other: Any?): Boolean = other is Confirmation && other.members == members

    override fun hashCode(): Int = members.hashCode()

    override fun toString(): String =
        "Confirmation(certificateThumbprint=$certificateThumbprint, keyThumbprint=$keyThumbprint)"
}
