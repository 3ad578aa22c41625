package io.github.oidcauth.oauth2

import io.github.oidcauth.internal.json.toPlainMap

/** The members of [Confirmation] that callers in Java see in place of those with types of Kotlin. Each does what its namesake does. */
public sealed interface ConfirmationForJava {
    /** Returns [Confirmation.members] as maps, lists, strings, booleans, numbers and null. */
    public fun getMembers(): Map<String, Any?> = confirmation.members.toPlainMap()

    private val confirmation: Confirmation get() =
        when (this) {
            is Confirmation -> this
        }
}
