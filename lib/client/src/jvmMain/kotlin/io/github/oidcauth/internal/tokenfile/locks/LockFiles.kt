// Tested by FileTokenStoreTest and HostileTokenFileTest.
package io.github.oidcauth.internal.tokenfile.locks

import io.github.oidcauth.StoreException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.files.MountTable
import io.github.oidcauth.internal.files.OwnerOnlyPermissions
import io.github.oidcauth.internal.files.printable
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path
import java.security.MessageDigest
import java.util.HexFormat

/** The lock files beside the token file at [path], which [FileLocks] locks. Blocking. */
internal class LockFiles(
    private val path: Path,
    private val owner: Int?,
    private val mounts: MountTable,
    private val notice: (String) -> Unit,
) {
    /** Returns the lock file for writing [target]. */
    fun forWriting(target: Path): Path = target.resolveSibling("${target.fileName}.lock")

    /**
     * Returns the lock file of [key], in a directory that exists. All keys share one for a single token, which may be for every
     * key until it is first written.
     *
     * @throws StoreException when the token file could not be replaced afterwards.
     */
    fun of(
        key: TokenKey,
        target: Path,
        isSingleToken: () -> Boolean,
    ): Path {
        refuseIrreplaceable(target)
        val name = if (isSingleToken()) "token" else hash(key.value)
        return directory(target).resolve("$name.lock")
    }

    /**
     * Returns the lock file for prompting for [key], in a directory that exists. It is separate from the key lock, which is not
     * held while the user is asked.
     *
     * @throws StoreException when that directory does not belong to the user.
     */
    fun ofPrompt(
        key: TokenKey,
        target: Path,
    ): Path = directory(target).resolve("${hash(key.value)}.prompt")

    private fun directory(target: Path): Path {
        val directory = target.resolveSibling("${target.fileName}.locks")
        OwnerOnlyPermissions.makeDirectory(directory)
        val stamp = FileStamp.of(directory, LinkOption.NOFOLLOW_LINKS)
        if (stamp?.isDirectory != true || (owner != null && stamp.owner != owner)) {
            throw StoreException("${directory.printable()}, where locks belong, is not a directory of yours. Remove it.")
        }
        if (stamp.isOpenToOthers) restrict(directory)
        return directory
    }

    /** Takes the directory from others: who can open a lock file can hold it, and who may write there can delete it. */
    private fun restrict(directory: Path) {
        val isRestricted = OwnerOnlyPermissions.restrictDirectory(directory)
        notice(
            "Other users ${if (isRestricted) "could" else "can"} reach the locks in ${directory.printable()}. " +
                if (isRestricted) "It is yours alone now." else "Take that right from them with chmod go-rwx.",
        )
    }

    /** Refuses files that certainly cannot be written. Other writes may still fail. */
    private fun refuseIrreplaceable(target: Path) {
        val name = path.printable()
        if (!Files.isWritable(target.parent)) {
            throw StoreException("The directory of the token file $name is read-only. Use a token file that can be replaced.")
        }
        val lock = forWriting(target)
        if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS) || !Files.isWritable(lock)) {
                throw StoreException("The lock file ${lock.printable()} is not a file that you may write. Remove it.")
            }
            if (FileLockAttempt.isForeign(Files.size(lock))) throw FileLockAttempt.foreign(lock)
        }
        // The mode of the user's own file was checked before. A file of root's is replaced, so its own rights do not matter.
        if (FileStamp.of(target)?.owner?.let { it == owner } == true && !Files.isWritable(target)) {
            throw StoreException(
                "The token file $name cannot be written, though its mode allows it: it is immutable, or mounted read-only. " +
                    "Use another one.",
            )
        }
        if (target in mounts) {
            throw StoreException(
                "The token file $name is mounted by itself, as containers do, so it cannot be replaced. " +
                    "Mount the directory that it is in, or use a copy of it.",
            )
        }
    }

    private fun hash(key: String): String =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(key))).take(HASH_DIGITS)

    /**
     * Returns the bytes of [key], different for different keys. UTF-8 encodes all unpaired surrogates alike, so such keys are
     * encoded in UTF-16, after a byte that never begins UTF-8.
     */
    private fun bytes(key: String): ByteArray {
        if (Charsets.UTF_8.newEncoder().canEncode(key)) return key.encodeToByteArray()
        return byteArrayOf(NO_UTF8) + key.flatMap { listOf((it.code shr Byte.SIZE_BITS).toByte(), it.code.toByte()) }
    }

    private companion object {
        const val HASH_DIGITS = 32
        const val NO_UTF8: Byte = -1
    }
}
