package io.github.oidcauth.internal.tokenfile

import java.nio.channels.FileChannel
import java.nio.file.OpenOption
import java.nio.file.Path

/** Opens files. Replaced by tests that change a file between two checks. */
internal fun interface FileOpener {
    fun open(
        file: Path,
        options: Set<OpenOption>,
    ): FileChannel

    /** Opens the files of this system. */
    private object OfSystem : FileOpener {
        override fun open(
            file: Path,
            options: Set<OpenOption>,
        ): FileChannel = FileChannel.open(file, options)
    }

    companion object {
        val SYSTEM: FileOpener = OfSystem
    }
}
