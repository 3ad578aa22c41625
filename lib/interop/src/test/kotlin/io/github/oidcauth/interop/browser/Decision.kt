package io.github.oidcauth.interop.browser

/** The decision of the user at the provider's pages. */
internal enum class Decision(val word: String) {
    ALLOW("allow"),
    DENY("deny"),
}
