package io.github.oidcauth.internal.files

import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.BasicFileAttributeView
import java.nio.file.attribute.FileTime
import java.security.SecureRandom
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.milliseconds

/**
 * Sets a modification time that no other write produces: slightly earlier than the system's, and random down to the nanosecond.
 * The system's own time does not change for some milliseconds, in which a file may be written twice and look unchanged; with this
 * time, every other write changes it. So [FileStamp] can trust a file that was just written.
 *
 * The time is earlier so that the system does not produce it later, and random so that another process does not set the same time
 * on its new file, which may even have the inode of a deleted one. It is in the past, so no rule about future times applies.
 */
internal class DistinctModificationTime(
    /** Sets the times. Replaced by tests of file systems that store less precise times. */
    private val set: (BasicFileAttributeView, Change) -> Unit = { view, times -> view.setTimes(times.after, times.read, null) },
) {
    private val random = SecureRandom()

    /** The time that the file has, if its file system stores it, and its time before. */
    class Change(
        val before: FileTime,
        val after: FileTime,
        /** The time of the last read access, which does not change. */
        val read: FileTime,
    )

    /** Sets a distinct time on [file]. Returns null if that is not possible. */
    fun assign(file: Path): Change? {
        val view = view(file)
        if (view == null || !isUnix(file)) return null
        return try {
            val attributes = view.readAttributes()
            val before = attributes.lastModifiedTime()
            val earlier = EARLIER.inWholeNanoseconds + random.nextInt(RANGE.inWholeNanoseconds.toInt())
            val after = FileTime.from(before.to(TimeUnit.NANOSECONDS) - earlier, TimeUnit.NANOSECONDS)
            Change(before, after, attributes.lastAccessTime()).also { set(view, it) }
        } catch (_: IOException) {
            null
        }
    }

    /** Undoes [change]: a rounded time is no more distinct than the system's, and wrong as well. */
    fun restore(
        file: Path,
        change: Change,
    ) {
        try {
            view(file)?.setTimes(change.before, change.read, null)
        } catch (_: IOException) {
            // It was possible a moment ago.
        }
    }

    private fun view(file: Path): BasicFileAttributeView? =
        Files.getFileAttributeView(file, BasicFileAttributeView::class.java)

    /** Only Unix file systems have a time of the last status change, which detects other changes. */
    private fun isUnix(file: Path): Boolean = "unix" in file.fileSystem.supportedFileAttributeViews()

    private companion object {
        /** Longer than a tick of any file system, see [FileStamp.isSettled]. */
        val EARLIER = 100.milliseconds
        val RANGE = 1_000.milliseconds
    }
}
