package io.github.oidcauth.internal.transport

import io.ktor.utils.io.ByteReadChannel
import io.ktor.utils.io.cancel
import io.ktor.utils.io.readAvailable

private const val PIECE = 16_384

/**
 * Reads this channel to its end, and passes each piece to [read]: an array, which is used again for the next piece, and the number
 * of octets in it. The channel is closed at the end, however that comes. Exceptions of the channel and of [read] are rethrown.
 */
internal suspend fun ByteReadChannel.readPieces(read: suspend (ByteArray, Int) -> Unit) {
    try {
        val piece = ByteArray(PIECE)
        while (true) {
            val count = readAvailable(piece, 0, piece.size)
            if (count < 0) break
            read(piece, count)
        }
        closedCause?.let { throw it }
    } finally {
        cancel()
    }
}
