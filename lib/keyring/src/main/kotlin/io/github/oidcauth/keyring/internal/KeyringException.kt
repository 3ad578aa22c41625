package io.github.oidcauth.keyring.internal

/** Thrown when a keyring operation fails. The message is for the user and contains no secret. */
internal sealed class KeyringException(
    override val message: String,
    cause: Throwable? = null,
) : Exception(message, cause) {
    /** Thrown when there is no keyring. [advice] says how to get one. */
    class Unavailable(
        reason: String,
        val advice: String,
        cause: Throwable? = null,
    ) : KeyringException(reason, cause)

    /** Thrown when the keyring is locked: it has not been unlocked, or the user has refused. */
    class Locked(
        reason: String,
        cause: Throwable? = null,
    ) : KeyringException(reason, cause)

    /** Thrown when the keyring failed for another reason. */
    class Failed(
        reason: String,
        cause: Throwable? = null,
    ) : KeyringException(reason, cause)
}
