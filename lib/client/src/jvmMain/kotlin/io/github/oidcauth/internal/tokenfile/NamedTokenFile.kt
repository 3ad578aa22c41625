package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.AuthException
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.HomePath
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.text.printable
import java.nio.file.InvalidPathException

/** Opens the store in a file that a variable or an address names. */
internal object NamedTokenFile {
    /**
     * Returns the store in the file [text]. `/dev/fd/N`, which shells create for `<(…)`, is a stream that is read once.
     *
     * @throws AuthException the result of [malformed], when [text] cannot be the name of a file on this system; [name] is the
     * source of the name.
     */
    fun open(
        text: String,
        name: String,
        notices: StoreNotices,
        malformed: (InvalidPathException) -> AuthException = { unknown(text, name, it) },
    ): TokenStore {
        val path =
            try {
                HomePath.of(text)
            } catch (e: InvalidPathException) {
                throw malformed(e)
            }
        return if (InheritedTokenFile.isStream(path)) InheritedTokenFile(path) else FileTokenStore(path, notices)
    }

    private fun unknown(
        text: String,
        name: String,
        cause: InvalidPathException,
    ): StoreException =
        StoreException(
            "The token file cannot be named ${text.printable(max = MAX_SHOWN)}: this system has no such names. " +
                "Correct $name, or use a UTF-8 locale if the name has letters beyond ASCII.",
            cause,
        )

    private const val MAX_SHOWN = 1000
}
