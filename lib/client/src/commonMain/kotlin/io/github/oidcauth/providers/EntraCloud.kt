package io.github.oidcauth.providers

/**
 * The cloud in which Microsoft Entra ID runs ("National clouds", Microsoft Entra authentication endpoints). Each has its own
 * accounts.
 */
public enum class EntraCloud(
    internal val host: String,
    /** The domain in which every tenant has a name. */
    internal val tenantDomain: String,
) {
    /** The global service. */
    GLOBAL("login.microsoftonline.com", "onmicrosoft.com"),

    /** For the government of the United States. */
    US_GOVERNMENT("login.microsoftonline.us", "onmicrosoft.us"),

    /** In China, run by 21Vianet. */
    CHINA("login.partner.microsoftonline.cn", "partner.onmschina.cn"),
}
