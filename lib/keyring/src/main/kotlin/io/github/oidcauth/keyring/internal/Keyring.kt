package io.github.oidcauth.keyring.internal

/**
 * The storage of the operating system for the secrets of the logged-in user. Thread-safe.
 *
 * It may ask the user to unlock it, so each call may take as long as the user does. Waiting is cancellable.
 */
internal interface Keyring {
    /**
     * Returns the secret under [item], or null if the keyring has none. A keyring that cannot be accessed must throw: if a
     * locked keyring looked empty, needed keys would be replaced.
     *
     * @throws KeyringException if it cannot be accessed.
     */
    suspend fun read(item: KeyringItem): ByteArray?

    /**
     * Stores [secret] under [item], and replaces the previous one.
     *
     * @throws KeyringException if it cannot be written.
     */
    suspend fun write(
        item: KeyringItem,
        secret: ByteArray,
    )

    companion object {
        /** The keyring of this machine. */
        val SYSTEM: Keyring by lazy { of(System.getProperty("os.name")) }

        /** Returns the keyring of the system [osName]. The first use shows if it exists. */
        fun of(osName: String): Keyring =
            when {
                osName.startsWith("Windows") -> WindowsCredentials()
                osName.startsWith("Mac") -> MacKeychain()
                else -> SecretService()
            }
    }
}
