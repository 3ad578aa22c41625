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
 * Gives a file that has just been written a time of modification that no other write gives: a little earlier than the system's, and
 * random down to the nanosecond. The system's own time stands still for milliseconds, in which a file may be written twice and look
 * the same; from this time on, whoever writes the file changes the time. So [FileStamp] need not distrust the file for being young.
 *
 * The time is earlier, so that the system does not come upon it later on, and random, so that the same does not happen to another
 * process, whose new file may have even the inode of one that is gone. It lies in the past, where no rule can take it amiss.
 */
internal class DistinctModificationTime(
    /** A seam for file systems that keep less of a time than they are given. */
    private val set: (BasicFileAttributeView, Change) -> Unit = { view, times -> view.setTimes(times.after, times.read, null) },
) {
    private val random = SecureRandom()

    /** The time that the file has, if its file system keeps it, and the one that it had before. */
    class Change(
        val before: FileTime,
        val after: FileTime,
        /** When the file was last read, which does not change. */
        val read: FileTime,
    )

    /** Gives [file] a time of its own. Null where that is not possible. */
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

    /** Takes [change] back: half a time says no more than the system's does, and is wrong besides. */
    fun restore(
        file: Path,
        change: Change,
    ) {
        try {
            view(file)?.setTimes(change.before, change.read, null)
        } catch (_: IOException) {
            // It has been possible a moment ago.
        }
    }

    private fun view(file: Path): BasicFileAttributeView? =
        Files.getFileAttributeView(file, BasicFileAttributeView::class.java)

    /** Elsewhere there is no time of the last status change to tell of such things. */
    private fun isUnix(file: Path): Boolean = "unix" in file.fileSystem.supportedFileAttributeViews()

    private companion object {
        /** More than any tick, see [FileStamp.isSettled]. */
        val EARLIER = 100.milliseconds
        val RANGE = 1_000.milliseconds
    }
}
