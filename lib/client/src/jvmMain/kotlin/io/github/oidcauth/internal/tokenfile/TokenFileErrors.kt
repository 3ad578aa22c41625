// Tested by HostileTokenFileTest and NamedTokenFileTest.
package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.document.ForeignContent
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** Creates the exceptions for a token file at [path] that cannot be used as the caller requests. */
internal class TokenFileErrors(
    private val path: Path,
) {
    /** Returns the exception for a request with [key] when the file has the single token of [another]. */
    fun ofAnother(
        another: TokenDocument.Entry.OfOtherOwner,
        key: TokenKey,
    ): StoreException {
        val name = path.printable()
        val host = another.host ?: return StoreException(
            "The token file $name does not say whose token it holds: its member \"host\" is no host, nor an issuer's key. " +
                "Nothing in it was changed. Correct that member, or bring the token along anew with `oidc-auth --json`.",
        )
        return StoreException(
            "The token file $name holds one token, that of ${host.value.printable()}, and none for ${key.value.printable()}. " +
                "Nothing in it was changed. To keep several, name a whole store, such as the token-store.json of oidc-auth.",
        )
    }

    /** Returns the exception for an encrypted token of [key] when the store has no cipher. */
    fun encrypted(key: TokenKey): StoreException =
        StoreException(
            "The token of ${key.value.printable()} in the token file ${path.printable()} is encrypted. Nothing in it was " +
                "changed. Use the store that wrote it, such as --store keyring, or remove the entry.",
        )

    /** Returns the exception for a single token in the file of an encrypted store. */
    fun notEncrypted(): StoreException =
        StoreException(
            "The token file ${path.printable()} holds one token that is not encrypted. Nothing in it was changed. " +
                "Name another file for encrypted tokens.",
        )

    /** Returns the exception for a file without room for the token of another key. */
    fun full(): StoreException =
        StoreException(
            "The token file ${path.printable()} is full: one more token needs more than " +
                "${TokenFileWriter.FULL_BYTES shr 20} MiB. Nothing in it was changed. " +
                "Remove tokens that are not needed: `oidc-auth list` shows them.",
        )

    /** Returns the exception for a file that its owner has made read-only. */
    fun readOnly(): StoreException =
        StoreException(
            "The token file ${path.printable()} is read-only. Nothing in it was changed. " +
                "Make it writable with chmod u+w, or use another one.",
        )

    /** Returns the exception for a file with [content] that is neither a store nor a token. */
    fun noTokenFile(content: ByteArray): StoreException =
        StoreException(
            "The file ${path.printable()} is not a token file: it holds ${ForeignContent.of(content)}. " +
                "Nothing in it was changed. Name another file, or one that does not exist yet.",
        )

    /** Returns the exception for an attempt to change the bare token in the file. */
    fun bareToken(): StoreException =
        StoreException(
            "The token file ${path.printable()} holds one bare token and no refresh token. It is read and never written. " +
                "Put a newer token there, or name a file that does not exist yet.",
        )

    /** Returns the exception for an attempt to change a stream. */
    fun inherited(): StoreException =
        StoreException(
            "The token file ${path.printable()} is a stream, which is read once and never written, so its token cannot be " +
                "refreshed. Name a file to have it refreshed.",
        )

    /**
     * Returns the exception for a stream that is not open in this process: a shell closes `<(…)` after the command that it
     * belongs to.
     */
    fun closed(cause: IOException): StoreException =
        StoreException(
            "The token file ${path.printable()} is a stream that is not open in this process. " +
                "A shell closes <(…) after one command: set the variable to <(…) before each command, not in an export.",
            cause,
        )

    /** Returns the exception for a file that is not a regular file, as [stamp] shows. */
    fun notRegular(stamp: FileStamp): StoreException {
        val name = path.printable()
        return StoreException(
            if (stamp.isDirectory) {
                "The token file $name is a directory. Name a file in it, or remove it."
            } else {
                "The token file $name is not a regular file. Use another one."
            },
        )
    }

    /** Returns the exception for a file of the user [owner], who is neither this one nor root. */
    fun foreignOwner(owner: Int?): StoreException =
        StoreException(
            "The token file ${path.printable()} belongs to another user (id $owner), so it is neither read nor written. " +
                "Use a file of your own, or make this one yours with chown.",
        )

    /** Returns the exception for a file of [size] bytes, which is too large for a token file. */
    fun tooLarge(size: Long): StoreException =
        StoreException(
            "The token file ${path.printable()} has $size bytes, more than any token file of at most " +
                "${TokenFileReader.MAX_BYTES} bytes. Check whether it is the right file; if so, move it away.",
        )

    /** Returns the exception for an attempt to change a secret that Kubernetes has mounted. */
    fun mounted(): StoreException =
        StoreException(
            "The token file ${path.printable()} is mounted by Kubernetes and read-only. Nothing in it was changed. " +
                "For tokens that can be refreshed use a token file on a volume that can be written.",
        )

    /** Returns the exception for a symbolic link. */
    fun symbolicLink(): StoreException =
        StoreException(
            "The token file ${path.printable()} is a symbolic link, so it is neither read nor written. It leads to " +
                "${linkTarget().printable()}: name that file, or move it to where the link is.",
        )

    private fun linkTarget(): Path =
        try {
            path.toRealPath()
        } catch (_: IOException) {
            path.resolveSibling(Files.readSymbolicLink(path)).normalize()
        }

    /** Returns the exception for a file of this library in which a user has put a bare token, of the [kind]. */
    fun bareTokenInPlaceOfStore(kind: String): StoreException =
        StoreException(
            "The token file ${path.printable()} holds $kind by itself and no JSON, so it is neither used nor changed. " +
                "Put it into JSON, as in {\"access_token\": \"…\", \"host\": \"https://…\"}, or name another file.",
        )

    /** Returns the exception for a file that another program changes at every attempt to read it. */
    fun changing(): StoreException =
        StoreException(
            "The token file ${path.printable()} changes faster than it can be read. Another program keeps writing it.",
        )
}
