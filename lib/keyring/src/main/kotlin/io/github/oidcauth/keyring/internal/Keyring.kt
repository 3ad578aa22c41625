package io.github.oidcauth.keyring.internal

/**
 * Where the operating system keeps secrets of the user who is logged in. Thread-safe.
 *
 * A user may be asked to unlock it, so each call may take as long as they do. Waiting is cancellable.
 */
internal interface Keyring {
    /**
     * The secret under [item], or null when the keyring was asked and has none. What cannot be asked throws: whoever took a
     * locked keyring for an empty one would replace keys that are needed.
     *
     * @throws KeyringException when it cannot be asked.
     */
    suspend fun read(item: KeyringItem): ByteArray?

    /**
     * Keeps [secret] under [item], in place of what was there.
     *
     * @throws KeyringException when it cannot be written.
     */
    suspend fun write(
        item: KeyringItem,
        secret: ByteArray,
    )

    companion object {
        /** The one of this machine. */
        val SYSTEM: Keyring by lazy { of(System.getProperty("os.name")) }

        /** The one of a system that calls itself [osName]. Whether it is there is seen when it is used. */
        fun of(osName: String): Keyring =
            when {
                osName.startsWith("Windows") -> WindowsCredentials()
                osName.startsWith("Mac") -> MacKeychain()
                else -> SecretService()
            }
    }
}
