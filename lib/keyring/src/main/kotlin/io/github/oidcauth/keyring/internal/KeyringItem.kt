package io.github.oidcauth.keyring.internal

/** The names under which a keyring stores a secret. They contain no secret. */
internal class KeyringItem(
    val account: String,
) {
    /** The label that a user sees in the keyring's own program. */
    val label: String get() = "oidc-auth: key of the token store ($account)"

    override fun equals(other: Any?): Boolean = other is KeyringItem && other.account == account

    override fun hashCode(): Int = account.hashCode()

    override fun toString(): String = "$SERVICE/$account"

    companion object {
        const val SERVICE: String = "oidc-auth"
    }
}
