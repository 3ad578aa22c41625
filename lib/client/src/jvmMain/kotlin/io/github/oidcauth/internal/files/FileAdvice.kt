package io.github.oidcauth.internal.files

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.text.printable
import java.io.IOException
import java.nio.file.AccessDeniedException
import java.nio.file.AtomicMoveNotSupportedException
import java.nio.file.FileSystemException
import java.nio.file.NoSuchFileException
import java.nio.file.Path

/** Returns this path for messages: one line, whatever characters it contains. */
internal fun Path.printable(): String = toString().printable(max = 1000)

/**
 * Returns the exception for the token file [path] that could not be [done] (`read`, `written`). The advice is guessed from the
 * message of the system. The message may be in any language, so there is a general advice, too.
 */
internal fun IOException.toStoreException(
    path: Path,
    done: String,
): StoreException {
    val reason = reason()
    val advice =
        when {
            this is AccessDeniedException -> "Check the permissions there, or name another token file."
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

/** Returns a short reason without the file name, which the system's messages begin with and the caller has already given. */
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
