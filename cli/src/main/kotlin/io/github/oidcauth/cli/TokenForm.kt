package io.github.oidcauth.cli

/** The form in which a token is printed. */
internal enum class TokenForm { SUMMARY, JSON, BARE }
