package io.github.oidcauth.interop.browser

/** What the user at the provider's pages says. */
internal enum class Decision(val word: String) {
    ALLOW("allow"),
    DENY("deny"),
}
