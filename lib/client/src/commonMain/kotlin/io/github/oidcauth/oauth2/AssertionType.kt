package io.github.oidcauth.oauth2

/**
 * The `typ` in the header of a client's assertion (RFC 7523 §3.2 as RFC 10070 §4 updates it).
 *
 * RFC 10070 recommends `client-authentication+jwt` and advises servers against insisting on it. Some servers require it all
 * the same (OpenIddict 7, PingFederate 13.1), and some servers that are older than the RFC refuse every type but `JWT`
 * (Spring Authorization Server before its version 7). The metadata do not contain the expected type, so this is a setting.
 */
public enum class AssertionType(
    /** The value of `typ`; null if there is none, or if it is chosen by the audience. */
    internal val typ: String?,
) {
    /**
     * `client-authentication+jwt` if the assertion is for the issuer alone ([AssertionAudience.ISSUER] at a server whose
     * issuer is known), as that type requires; otherwise none. With the preset of a provider that documents another type
     * (Entra), none.
     */
    BY_AUDIENCE(null),

    /** Always `client-authentication+jwt`. */
    CLIENT_AUTHENTICATION("client-authentication+jwt"),

    /** Always `JWT` (RFC 7519 §5.1). */
    JWT("JWT"),

    /** No `typ`. */
    NONE(null),
}
