package io.github.oidcauth.openid

/** The members of [IdTokenSettings.Builder] that callers in Java see in place of those with types of Kotlin. */
public expect sealed interface IdTokenSettingsBuilderForJava
