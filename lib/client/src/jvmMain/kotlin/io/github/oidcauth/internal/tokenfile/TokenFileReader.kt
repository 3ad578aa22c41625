package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.internal.files.FileStamp
import io.github.oidcauth.internal.tokenfile.document.BareToken
import io.github.oidcauth.internal.tokenfile.document.BareTokenDocument
import io.github.oidcauth.internal.tokenfile.document.StoreRecovery
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import kotlin.time.Clock
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeMark
import kotlin.time.TimeSource

/** Reads a token file if it can be trusted ([TrustedFile]). */
internal class TokenFileReader(
    private val path: Path,
    private val clock: Clock,
    owner: Int?,
    /** True if the file is in the library's own directory, and was not named by the user. */
    private val isOurs: Boolean,
    private val time: TimeSource = TimeSource.Monotonic,
    open: FileOpener = FileOpener.SYSTEM,
) {
    private val file = TrustedFile(path, owner, open)

    /** The content of the file at one moment, with the data that show if it is still current. */
    class Snapshot(
        /** The stamp of the file, or null when there is no file. */
        val stamp: FileStamp?,
        /** The content of the file, or null when the text of the document is exactly the same, or when there is no file. */
        val content: ByteArray?,
        /** The document, or null when the content is damaged. */
        val document: TokenDocument?,
        /** True if a file with an equal stamp has the same content. */
        val isSettled: Boolean,
        /** The time since which the file has this stamp. */
        val seenSince: TimeMark,
    )

    private val errors by lazy { TokenFileErrors(path) }

    /**
     * Checks that the file may be written.
     *
     * @throws StoreException when it must not.
     */
    fun check() {
        file.checkWritable()
    }

    /** Returns true if another program replaces the file and controls its permissions. */
    fun isMounted(): Boolean = Files.isSymbolicLink(path)

    /**
     * Returns the current content of the file. Content that is unchanged since [known] is not parsed again.
     *
     * @throws StoreException when the file must be neither read nor written.
     */
    fun read(known: Snapshot?): Snapshot {
        // A file is read from one opening, but only equal stamps before and after show which file was opened.
        repeat(MAX_ATTEMPTS) {
            val seen = file.look() ?: return Snapshot(null, null, TokenDocument.EMPTY, isSettled = true, time.markNow())
            val before = seen.stamp
            val seenSince = known?.takeIf { it.stamp == before }?.seenSince ?: time.markNow()
            val isSettled = before.isSettled(clock.now()) || seenSince.elapsedNow() > LONGEST_TICK
            val reading =
                try {
                    read(seen, known)
                } catch (_: NoSuchFileException) {
                    return@repeat
                }
            if (file.isStill(seen)) {
                val document = if (isOurs) ownDocument(reading) else namedDocument(reading)
                return Snapshot(before, reading.content, document, isSettled, seenSince)
            }
        }
        throw errors.changing()
    }

    private class Reading(
        val content: ByteArray?,
        val document: TokenDocument?,
    )

    /** Reads the file as large as it was [seen]. If it has become shorter, reads what is left; then its stamp has changed. */
    private fun read(
        seen: TrustedFile.Sight,
        known: Snapshot?,
    ): Reading =
        file.open(seen).use { channel ->
            val size = seen.stamp.size.toInt()
            val file = ChannelBytes(channel, size)
            if (known?.content?.let { it.size == size && file.has(0, it) } == true) return Reading(known.content, known.document)
            known?.document?.updateFrom(file)?.let { return Reading(null, it) }
            TokenDocument.scan(file, known?.document ?: TokenDocument.EMPTY)?.let { return Reading(null, it) }
            val content = file.read(0, size)
            val document = TokenDocument.parse(content, known?.document ?: TokenDocument.EMPTY)
            Reading(content.takeUnless { document?.isVerbatim == true }, document)
        }

    private fun ownDocument(reading: Reading): TokenDocument? {
        if (reading.document == null) refuseBareToken(checkNotNull(reading.content))
        return reading.document
    }

    /**
     * Returns the document of a file that the user named, or null when it is a damaged token file whose entries can be recovered.
     * Any other file was named by mistake, and is not changed.
     */
    private fun namedDocument(reading: Reading): TokenDocument? {
        val document = reading.document
        if (document != null && document.isTokenFile) return document
        val content = reading.content ?: document?.pieces()?.flatten() ?: ByteArray(0)
        BareTokenDocument.of(content)?.let { return it }
        if (document != null || StoreRecovery.of(content) == null) throw errors.noTokenFile(content)
        return null
    }

    private fun List<ByteArray>.flatten(): ByteArray = fold(ByteArray(0), ByteArray::plus)

    /** Throws if [content] is a bare token: a user has put it there, so it is not damaged and is not changed. */
    private fun refuseBareToken(content: ByteArray) {
        BareToken.kindOf(content)?.let { throw errors.bareTokenInPlaceOfStore(it) }
    }

    companion object {
        /** @see TrustedFile.MAX_BYTES */
        const val MAX_BYTES: Int = TrustedFile.MAX_BYTES

        private const val MAX_ATTEMPTS = 100

        /**
         * The longest tick of a file system. If a stamp was seen for longer, the current time does not matter: the clock of a
         * file server may differ, and the local clock may have been set back.
         */
        private val LONGEST_TICK = 2.seconds
    }
}
