package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.jwt.IdTokenExpectation

/**
 * A grant that a client exchanges for a token at a token endpoint (RFC 6749 §1.3): one subclass for each kind, [CustomGrant]
 * for every other. Pass it to [OAuth2Client.token].
 *
 * Immutable values. They contain secrets, so `toString` shows the kind alone.
 */
public sealed class Grant(
    /** The parameter `grant_type`. */
    public val grantType: String,
    /** The scope, resource, audience and the server's own parameters. */
    public val options: RequestOptions,
) {
    /** The parameters of this grant, without `grant_type` and without [options]. */
    internal abstract val parameters: List<Pair<String, String>>

    /** The requirements for the ID token that is issued for this grant. */
    internal open val idToken: IdTokenExpectation get() = IdTokenExpectation.ANY

    /**
     * The key that the code or refresh token of this grant is bound to (RFC 9449 §5, §10), or null if it is bound to none, as
     * far as is known.
     */
    internal open val dpopKey: DPoPKey? get() = null

    override fun equals(other: Any?): Boolean =
        other is Grant && other.grantType == grantType && other.parameters == parameters && other.options == options &&
            other.dpopKey == dpopKey

    override fun hashCode(): Int = 31 * grantType.hashCode() + parameters.hashCode()

    override fun toString(): String = "Grant($grantType)"
}
