package io.github.oidcauth.keyring.internal

import com.sun.jna.Library
import com.sun.jna.Native

/** Libraries of the operating system. Each is loaded when it is first used, and then stays. */
internal object NativeLibraries {
    /**
     * The library [name] with the functions of [type].
     *
     * @throws KeyringException.Unavailable with [advice] when there is none, or the JVM may not load it.
     */
    fun <T : Library> load(
        name: String,
        type: Class<T>,
        advice: String,
    ): T =
        try {
            Native.load(name, type)
        } catch (e: LinkageError) {
            // Of JNA itself as well: where temporary files must not be executed, or on a system that it does not know.
            throw KeyringException.Unavailable("The library $name cannot be loaded.", advice, e)
        }
}
