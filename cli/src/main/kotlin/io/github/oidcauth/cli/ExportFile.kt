package io.github.oidcauth.cli

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.StoreException
import io.github.oidcauth.StoreNotices
import java.io.IOException
import java.nio.file.Files
import java.nio.file.LinkOption
import java.nio.file.Path

/** The file that a user moves a token to. */
internal object ExportFile {
    private const val BYTE_ORDER_MARK = '\uFEFF'

    /** Nobody indents a token file further. */
    private const val MAX_LOOKED_AT = 1024

    /**
     * Returns the store in [file]. A damaged token file is moved aside when it is read, and a slip in a name must not do that to a
     * document of the user's.
     *
     * @throws StoreException when [file] names no file, or one that is there and does not even begin like a token file.
     */
    fun open(
        file: String,
        notices: StoreNotices,
    ): FileTokenStore {
        val path = StoreChoice.pathOf(file, "FILE")
        if (!mayHoldTokens(path)) {
            throw StoreException(
                "${file.onOneLine()} is there, and is no token file. Nothing was moved. Name another file, or remove that one first.",
            )
        }
        return FileTokenStore(path, notices)
    }

    /** Everything else that can be wrong with [path] is for the store to say. */
    private fun mayHoldTokens(path: Path): Boolean {
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) return true
        return try {
            val beginning = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS).use { it.readNBytes(MAX_LOOKED_AT) }
            val text = beginning.decodeToString().trim { it.isWhitespace() || it == BYTE_ORDER_MARK }
            text.isEmpty() || text.startsWith('{')
        } catch (_: IOException) {
            true
        }
    }
}
