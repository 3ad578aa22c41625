package io.github.oidcauth.internal.requests

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.internal.text.printable
import java.io.IOException
import java.nio.file.Files
import java.nio.file.Path

/** Content of files. */
internal object FileContent {
    /**
     * Returns the content of the file at [path], which is read when it is written.
     *
     * @throws InvalidConfigException when there is no file that can be read.
     */
    fun of(path: Path): PartContent {
        val length =
            try {
                Files.size(path)
            } catch (_: IOException) {
                throw unreadable(path)
            }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) throw unreadable(path)
        return InputStreamContent(isRepeatable = true, length) { Files.newInputStream(path) }
    }

    private fun unreadable(path: Path) =
        InvalidConfigException("There is no file at ${path.toString().printable()} that can be read.")
}
