package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.jwt.IdTokenExpectation

/**
 * What a client offers a token endpoint in exchange for a token (RFC 6749 §1.3): one subclass for each kind, [CustomGrant] for
 * every other. Pass it to [OAuth2Client.token].
 *
 * Immutable values. What they hold is secret: `toString` shows the kind alone.
 */
public sealed class Grant(
    /** The parameter `grant_type`. */
    public val grantType: String,
    /** Scope, resource, audience and the server's own parameters. */
    public val options: RequestOptions,
) {
    /** The parameters of this grant, without `grant_type` and without [options]. */
    internal abstract val parameters: List<Pair<String, String>>

    /** What an ID token has to say that comes in exchange for this. */
    internal open val idToken: IdTokenExpectation get() = IdTokenExpectation.ANY

    /** The key that what is offered is bound to (RFC 9449 §5, §10), or null when it is bound to none, as far as is known. */
    internal open val dpopKey: DPoPKey? get() = null

    override fun equals(other: Any?): Boolean =
        other is Grant && other.grantType == grantType && other.parameters == parameters && other.options == options &&
            other.dpopKey == dpopKey

    override fun hashCode(): Int = 31 * grantType.hashCode() + parameters.hashCode()

    override fun toString(): String = "Grant($grantType)"
}
