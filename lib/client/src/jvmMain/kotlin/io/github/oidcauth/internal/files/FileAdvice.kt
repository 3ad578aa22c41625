package io.github.oidcauth.internal.files

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.text.printable
import java.io.IOException
import java.nio.file.AccessDeniedException
import java.nio.file.AtomicMoveNotSupportedException
import java.nio.file.FileSystemException
import java.nio.file.NoSuchFileException
import java.nio.file.Path

/** For messages: one line, whatever characters are in the name. */
internal fun Path.printable(): String = toString().printable(max = 1000)

/**
 * What a user is told when the token file [path] could not be [done] (`read`, `written`). Which advice fits is guessed from the
 * system's words, which may come in any language, so the general one always stands.
 */
internal fun IOException.toStoreException(
    path: Path,
    done: String,
): StoreException {
    val reason = reason()
    val advice =
        when {
            this is AccessDeniedException -> "Check the permissions there, or name another file by OIDC_TOKEN_FILE."
            this is AtomicMoveNotSupportedException -> "Its file system cannot replace a file at once. Use one on a local disk."
            "No space" in reason || "quota" in reason -> "The disk is full: free some space."
            "resource busy" in reason -> "It is mounted by itself, as containers do: mount the directory that it is in."
            "Read-only" in reason -> "The file system is read-only: use a token file that can be written."
            else -> "Check that the directory is there, that it may be written and that the disk is not full."
        }
    return StoreException(
        "The token file ${path.printable()} could not be $done ($reason). Nothing in it was changed. $advice",
        this,
    )
}

/** In a few words, without the name of a file: that has been said, and the system's messages begin with it. */
internal fun IOException.reason(): String {
    val words =
        when (this) {
            is AccessDeniedException -> "access denied"
            is NoSuchFileException -> "its directory is gone"
            is FileSystemException -> reason
            else -> message
        }
    return words.orEmpty().printable().ifEmpty { "${this::class.simpleName}" }
}
