package io.github.oidcauth.keyring.internal

/** A keyring could not do what it was asked. The message is for a user, and without secrets. */
internal sealed class KeyringException(
    override val message: String,
    cause: Throwable? = null,
) : Exception(message, cause) {
    /** There is no keyring. [advice] says how to get one. */
    class Unavailable(
        reason: String,
        val advice: String,
        cause: Throwable? = null,
    ) : KeyringException(reason, cause)

    /** There is one, and it is locked: nobody has unlocked it, or the user has refused. */
    class Locked(
        reason: String,
        cause: Throwable? = null,
    ) : KeyringException(reason, cause)

    /** There is one, and it failed otherwise. */
    class Failed(
        reason: String,
        cause: Throwable? = null,
    ) : KeyringException(reason, cause)
}
