package io.github.oidcauth.oauth2

/**
 * The `typ` in the header of a client's assertion (RFC 7523 §3.2 as RFC 10070 §4 updates it).
 *
 * RFC 10070 recommends `client-authentication+jwt` and advises servers against insisting on it. Some insist all the same
 * (OpenIddict 7, PingFederate 13.1), and some servers that are older than the RFC refuse every type but `JWT` (Spring
 * Authorization Server before its version 7). Metadata do not tell, so this is a setting.
 */
public enum class AssertionType(
    /** The value of `typ`; null for none, or for one that is chosen. */
    internal val typ: String?,
) {
    /**
     * `client-authentication+jwt` where the assertion is for the issuer alone ([AssertionAudience.ISSUER] at a server whose
     * issuer is known), as the type promises; none otherwise, and none with the preset of a provider that documents another type
     * (Entra).
     */
    BY_AUDIENCE(null),

    /** `client-authentication+jwt` always. */
    CLIENT_AUTHENTICATION("client-authentication+jwt"),

    /** `JWT` always (RFC 7519 §5.1). */
    JWT("JWT"),

    /** None. */
    NONE(null),
}
