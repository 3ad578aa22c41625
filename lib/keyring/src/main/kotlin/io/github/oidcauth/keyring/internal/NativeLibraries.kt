package io.github.oidcauth.keyring.internal

import com.sun.jna.Library
import com.sun.jna.Native

/** Loads libraries of the operating system. Each is loaded at its first use and then stays. */
internal object NativeLibraries {
    /**
     * Returns the library [name] with the functions of [type].
     *
     * @throws KeyringException.Unavailable with [advice] if it is missing, or the JVM may not load it.
     */
    fun <T : Library> load(
        name: String,
        type: Class<T>,
        advice: String,
    ): T =
        try {
            Native.load(name, type)
        } catch (e: LinkageError) {
            // This also happens if JNA itself cannot be loaded: where temporary files must not be executed, or on a system
            // that it does not support.
            throw KeyringException.Unavailable("The library $name cannot be loaded.", advice, e)
        }
}
