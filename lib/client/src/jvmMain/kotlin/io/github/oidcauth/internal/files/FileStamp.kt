package io.github.oidcauth.internal.files

import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.NoSuchFileException
import java.nio.file.NotDirectoryException
import java.nio.file.Path
import java.nio.file.attribute.BasicFileAttributes
import java.nio.file.attribute.FileTime
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.Instant
import kotlin.time.toKotlinInstant

/** What one `stat` says about a file. Two equal stamps mean that nobody changed or replaced the file between them. */
internal class FileStamp(
    private val attributes: Map<String, Any?>,
) {
    /** What the system changes with every change of the file, be it of content, owner or rights. */
    private val comparedAttributes = attributes.filterKeys { it in COMPARED }

    val size: Long get() = attributes.getValue(SIZE) as Long

    val isDirectory: Boolean get() = (attributes[MODE] as Int?)?.let { it and S_IFMT == S_IFDIR }
        ?: (attributes[DIRECTORY] as Boolean)

    val isRegularFile: Boolean get() = (attributes[MODE] as Int?)?.let { it and S_IFMT == S_IFREG }
        ?: (attributes[REGULAR] as Boolean)

    /** The user id of the owner, null where files have none. */
    val owner: Int? get() = attributes[UID] as Int?

    /** Whether the owner may not write, whatever a superuser may do. */
    val isReadOnly: Boolean get() = (attributes[MODE] as Int?)?.let { it and S_IWUSR == 0 } ?: false

    /** Whether others than the owner may read or write. */
    val isOpenToOthers: Boolean get() = (attributes[MODE] as Int?)?.let { it and OTHERS != 0 } ?: false

    /** Whether anybody may write, and in a directory also replace what others have put there. */
    val isOpenToAll: Boolean get() = isWritable(S_IWOTH)

    /** The same for the members of its group. */
    val isOpenToGroup: Boolean get() = isWritable(S_IWGRP)

    private fun isWritable(by: Int): Boolean = (attributes[MODE] as Int?)?.let { it and by != 0 && it and S_ISVTX == 0 } ?: false

    /**
     * Whether a change after [now] is bound to change the stamp. File systems tell time in ticks, so a file that was written
     * in the current tick can be written again and look the same. A file of ours looks older than that from the first: see [DistinctModificationTime].
     */
    fun isSettled(now: Instant): Boolean = now - modified.toInstant().toKotlinInstant() > tick

    /** Whether this is the file of [other], only moved. Moving changes the time of the last status change. */
    fun isMovedFrom(other: FileStamp): Boolean = attributes - CTIME == other.attributes - CTIME

    /** Whether the file at [path] has this stamp. Asks for no more than it needs, because this is done before each use of a token. */
    fun matches(path: Path): Boolean =
        if (comparedAttributes.size ==
            COMPARED.size
        ) {
            Files.readAttributes(path, COMPARED_ATTRIBUTES) == comparedAttributes
        } else {
            of(path) == this
        }

    val modified: FileTime get() = attributes.getValue(MODIFIED) as FileTime

    /** Linux kernels tick 100 times a second and more, Windows 64 times. Whole seconds come from old and foreign file systems. */
    private val tick: Duration
        get() {
            val isWholeSecond = modified.to(TimeUnit.NANOSECONDS) % NANOS_PER_SECOND == 0L
            return if (isWholeSecond) 2.seconds else 50.milliseconds
        }

    override fun equals(other: Any?): Boolean = other is FileStamp && attributes == other.attributes

    override fun hashCode(): Int = attributes.hashCode()

    override fun toString(): String = "FileStamp($attributes)"

    companion object {
        private const val UNIX = "unix"
        private const val SIZE = "size"
        private const val MODIFIED = "lastModifiedTime"
        private const val MODE = "mode"
        private const val UID = "uid"
        private const val CTIME = "ctime"
        private const val REGULAR = "isRegularFile"
        private const val DIRECTORY = "isDirectory"
        private const val INODE = "ino"
        private const val UNIX_ATTRIBUTES = "$UNIX:$SIZE,$MODIFIED,$MODE,$UID,$CTIME,$INODE,dev"
        private val COMPARED = setOf(SIZE, MODIFIED, CTIME, INODE)
        private val COMPARED_ATTRIBUTES = COMPARED.joinToString(",", prefix = "$UNIX:")
        private const val S_IFMT = 0xf000
        private const val S_IFREG = 0x8000
        private const val S_IFDIR = 0x4000
        private const val S_IWUSR = 0x80
        private const val S_IWGRP = 0x10
        private const val S_IWOTH = 0x2
        private const val S_ISVTX = 0x200
        private const val OTHERS = 0x3f
        private const val NANOS_PER_SECOND = 1_000_000_000L

        /** The stamp of the file at [path], links followed unless told otherwise, or null when there is none. */
        fun of(
            path: Path,
            vararg options: LinkOption,
        ): FileStamp? =
            try {
                if (UNIX in path.fileSystem.supportedFileAttributeViews()) {
                    FileStamp(Files.readAttributes(path, UNIX_ATTRIBUTES, *options))
                } else {
                    FileStamp(basic(Files.readAttributes(path, BasicFileAttributes::class.java, *options)))
                }
            } catch (_: NoSuchFileException) {
                refuseFileAsDirectory(path)
                null
            }

        /** What lies "in" a file can never be there; some JDKs say so, others say that it is not there yet. */
        private fun refuseFileAsDirectory(path: Path) {
            val parent = path.parent ?: return
            if (Files.exists(parent) && !Files.isDirectory(parent)) throw NotDirectoryException(parent.toString())
        }

        private fun basic(attributes: BasicFileAttributes): Map<String, Any?> =
            mapOf(
                SIZE to attributes.size(),
                MODIFIED to attributes.lastModifiedTime(),
                REGULAR to attributes.isRegularFile,
                DIRECTORY to attributes.isDirectory,
                "creationTime" to attributes.creationTime(),
                "fileKey" to attributes.fileKey(),
            )
    }
}
