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

/** The attributes of a file from one `stat` call. Two equal stamps mean that the file was not changed or replaced in between. */
internal class FileStamp(
    private val attributes: Map<String, Any?>,
) {
    /** The attributes that change with every change of content, owner or permissions. */
    private val comparedAttributes = attributes.filterKeys { it in COMPARED }

    val size: Long get() = attributes.getValue(SIZE) as Long

    val isDirectory: Boolean get() = (attributes[MODE] as Int?)?.let { it and S_IFMT == S_IFDIR }
        ?: (attributes[DIRECTORY] as Boolean)

    val isRegularFile: Boolean get() = (attributes[MODE] as Int?)?.let { it and S_IFMT == S_IFREG }
        ?: (attributes[REGULAR] as Boolean)

    /** The user id of the owner, or null on systems without user ids. */
    val owner: Int? get() = attributes[UID] as Int?

    /** True if the owner may not write; a superuser still can. */
    val isReadOnly: Boolean get() = (attributes[MODE] as Int?)?.let { it and S_IWUSR == 0 } ?: false

    /** True if other users may read or write. */
    val isOpenToOthers: Boolean get() = (attributes[MODE] as Int?)?.let { it and OTHERS != 0 } ?: false

    /** True if everyone may write; in a directory, they may then also replace the files of others. */
    val isOpenToAll: Boolean get() = isWritable(S_IWOTH)

    /** True if the members of its group may do so. */
    val isOpenToGroup: Boolean get() = isWritable(S_IWGRP)

    private fun isWritable(by: Int): Boolean = (attributes[MODE] as Int?)?.let { it and by != 0 && it and S_ISVTX == 0 } ?: false

    /**
     * Returns whether a change after [now] always changes the stamp. File systems measure time in ticks, so a file that was
     * written in the current tick can be written again and look unchanged. Files that this library writes have an older time from
     * the start, see [DistinctModificationTime].
     */
    fun isSettled(now: Instant): Boolean = now - modified.toInstant().toKotlinInstant() > tick

    /** Returns whether this is the file of [other] after a move, which changes the time of the last status change. */
    fun isMovedFrom(other: FileStamp): Boolean = attributes - CTIME == other.attributes - CTIME

    /**
     * Returns whether the file at [path] has this stamp. Reads only the necessary attributes, because this is called before each
     * use of a token.
     */
    fun matches(path: Path): Boolean {
        val areAllKnown = comparedAttributes.size == COMPARED.size
        return if (areAllKnown) Files.readAttributes(path, COMPARED_ATTRIBUTES) == comparedAttributes else of(path) == this
    }

    val modified: FileTime get() = attributes.getValue(MODIFIED) as FileTime

    /**
     * The tick of the file system's clock. Linux kernels have at least 100 ticks a second, Windows has 64. Old and foreign file
     * systems store whole seconds.
     */
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

        /**
         * Returns the stamp of the file at [path], or null when there is none. Links are followed unless [options] say otherwise.
         */
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

        /** Throws if the parent of [path] is a file, as some JDKs do; others report that the path does not exist yet. */
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
