package io.github.oidcauth.keyring.internal

/** Under which names a keyring keeps a secret. There is no secret in them. */
internal class KeyringItem(
    val account: String,
) {
    /** What a user sees in the keyring's own program. */
    val label: String get() = "oidc-auth: key of the token store ($account)"

    override fun equals(other: Any?): Boolean = other is KeyringItem && other.account == account

    override fun hashCode(): Int = account.hashCode()

    override fun toString(): String = "$SERVICE/$account"

    companion object {
        const val SERVICE: String = "oidc-auth"
    }
}
