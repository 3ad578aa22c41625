package io.github.oidcauth.cli.doctor

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.TokenStore
import io.github.oidcauth.cli.onOneLine
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.files.ProcessOwner
import io.github.oidcauth.keyring.KeyringTokenStore
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.channels.OverlappingFileLockException
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path
import java.nio.file.StandardOpenOption
import kotlin.io.path.isWritable

/**
 * Examines a token store without using it, because a store restricts permissions, moves damaged files aside and removes stale
 * entries when it is used.
 */
internal class StoreCheck(
    private val store: TokenStore,
    private val user: Int? = ProcessOwner.uid,
    private val room: (Path) -> Long = { Files.getFileStore(it).usableSpace },
) {
    fun checks(): List<Check> =
        when (store) {
            is FileTokenStore -> checks(store.path)
            is KeyringTokenStore -> checks(store.path)
            else -> listOf(Check.ok(NAME, "${store.toString().onOneLine()}: not examined, because that would use it"))
        }

    private fun checks(path: Path): List<Check> =
        try {
            val stamp = FileStamp.of(path, LinkOption.NOFOLLOW_LINKS)
            listOfNotNull(fileCheck(path, stamp), directoryCheck(path), lockCheck(path))
        } catch (e: IOException) {
            listOf(Check.failed(NAME, "$path cannot be examined (${e.javaClass.simpleName}). Correct its permissions."))
        }

    private fun fileCheck(
        path: Path,
        stamp: FileStamp?,
    ): Check {
        if (stamp == null) return Check.ok(NAME, "$path does not exist yet; the first login makes it")
        val owner = stamp.owner
        return when {
            Files.isSymbolicLink(path) && !path.isMountedSecret() -> Check.failed(
                NAME,
                "$path is a symbolic link, so it is refused. Name its target with OIDC_TOKEN_FILE.",
            )

            owner != null && user != null && owner != user && owner != ProcessOwner.ROOT -> Check.failed(
                NAME,
                "$path belongs to another user (id $owner), so it is refused. Make it yours with chown, or name another file.",
            )

            !Files.isReadable(path) -> Check.failed(NAME, "$path cannot be read. Correct its permissions.")

            else -> contentCheck(path, stamp)
        }
    }

    private fun Path.isMountedSecret(): Boolean = Files.readSymbolicLink(this).startsWith("..data")

    private fun contentCheck(
        path: Path,
        stamp: FileStamp,
    ): Check {
        val content = StoreContent.of(path) ?: return Check.failed(
            NAME,
            "$path is not a token file: its content is not JSON. It is moved aside when it is used next.",
        )
        return when {
            stamp.isOpenToOthers -> Check.warning(
                NAME,
                "$path, ${content.text}, can be read or written by others. The next command makes it yours alone; log in " +
                    "again if " +
                    "others may have read it.",
            )

            stamp.isReadOnly -> Check.warning(NAME, "$path, ${content.text}, is read-only: refreshed tokens are not stored")

            else -> Check.ok(NAME, "$path, ${content.text}, yours alone")
        }
    }

    /** Examines the directory, or the one above that a login would make it in. */
    private fun directoryCheck(path: Path): Check? {
        val directory = generateSequence(path.parent) { it.parent }.firstOrNull { Files.isDirectory(it) } ?: return null
        val type = Files.getFileStore(directory).type()
        return when {
            !directory.isWritable() -> Check.failed(
                "directory",
                "$directory cannot be written, so tokens cannot be stored. Correct its permissions, or name another store.",
            )

            room(
                directory,
            ) < LEAST_ROOM -> Check.failed("directory", "$directory is on a full disk ($type), so tokens cannot be stored.")

            NETWORK.any {
                type.startsWith(it)
            } -> Check.ok("directory", "$directory, on a network disk ($type): locks need its lock service")

            else -> Check.ok("directory", "$directory can be written ($type)")
        }
    }

    /** Tries to share the lock for writing, which a writer holds alone, and releases it. */
    private fun lockCheck(path: Path): Check? {
        val file = path.resolveSibling("${path.fileName}.lock")
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) return null
        val isFree =
            try {
                FileChannel.open(file, StandardOpenOption.READ).use { it.tryLock(0, Long.MAX_VALUE, true)?.close() != null }
            } catch (_: OverlappingFileLockException) {
                false
            }
        if (isFree) return Check.ok("lock", "free")
        return Check.warning(
            "lock",
            "another process is writing to the store. If that lasts, a stopped process (Ctrl-Z) holds $file.",
        )
    }

    private companion object {
        const val NAME = "store"

        /** The size of the largest token. */
        const val LEAST_ROOM = 1_048_576L
        val NETWORK = listOf("nfs", "cifs", "smb", "fuse.sshfs", "lustre", "gpfs", "beegfs", "ceph")
    }
}
