package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.files.printable
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.tokenfile.document.ForeignContent
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import java.io.IOException
import java.nio.file.Path

/** The exceptions for a token file at [path] that is not suitable for an operation. */
internal class TokenFileErrors(
    private val path: Path,
) {
    /** Returns the exception for a file with the single token of [another] instead of [key]. */
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

    /** Returns the exception for an encrypted token of [key] without a cipher. */
    fun encrypted(key: TokenKey): StoreException =
        StoreException(
            "The token of ${key.value.printable()} in the token file ${path.printable()} is encrypted. Nothing in it was " +
                "changed. Use the store that wrote it, such as --store keyring, or remove the entry.",
        )

    /** Returns the exception for a single token in place of an encrypted store. */
    fun notEncrypted(): StoreException =
        StoreException(
            "The token file ${path.printable()} holds one token that is not encrypted. Nothing in it was changed. " +
                "Name another file for encrypted tokens.",
        )

    /** Returns the exception for a file without room for the token of another key. */
    fun full(): StoreException =
        StoreException(
            "The token file ${path.printable()} is full: one more token needs more than ${TokenFile.FULL_BYTES shr 20} MiB. " +
                "Nothing in it was changed. Remove tokens that are not needed: `oidc-auth list` shows them.",
        )

    /** Returns the exception for a read-only file. */
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
                "A shell closes <(…) after one command: write OIDC_TOKEN_FILE=<(…) before each command, not in an export.",
            cause,
        )
}
