package io.github.oidcauth.internal.tokenfile

import io.github.oidcauth.StoreException
import io.github.oidcauth.StoredToken
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.internal.files.blocking
import io.github.oidcauth.internal.files.toStoreException
import io.github.oidcauth.internal.tokenfile.document.BareTokenDocument
import io.github.oidcauth.internal.tokenfile.document.TokenDocument
import io.github.oidcauth.internal.tokenfile.document.isStale
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import java.io.IOException
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Clock

/**
 * The tokens in a stream that this process was started with, as in `OIDC_TOKEN_FILE=<(…)`: [path] is `/dev/fd/N` or the like. It
 * is read once, by the first caller, and kept in memory, since a pipe cannot be read again. It is never written, so a token in it
 * is not refreshed. All functions that would change it throw [StoreException].
 */
internal class InheritedTokenFile(
    private val path: Path,
    private val clock: Clock = Clock.System,
    private val dispatcher: CoroutineDispatcher = Dispatchers.IO,
    private val contents: Contents = Contents.OF_PROCESS,
) : TokenStore {
    private val errors = TokenFileErrors(path)

    override val identity: Any get() = path

    override suspend fun get(key: TokenKey): Token? =
        when (val entry = document()[key]) {
            is TokenDocument.Entry.Found -> entry.token.takeUnless { it.isStale(clock.now()) }
            is TokenDocument.Entry.OfOtherOwner -> throw errors.ofAnother(entry, key)
            is TokenDocument.Entry.Encrypted -> throw errors.encrypted(key)
            TokenDocument.Entry.Absent, TokenDocument.Entry.Malformed -> null
        }

    override suspend fun put(
        key: TokenKey,
        token: Token,
    ): Unit = throw errors.inherited()

    override suspend fun remove(key: TokenKey): Boolean = throw errors.inherited()

    override suspend fun keys(): Set<TokenKey> = document().keys(clock.now())

    override suspend fun entries(): List<StoredToken> = document().entries(clock.now())

    override suspend fun clear(): Unit = throw errors.inherited()

    override suspend fun <T> withLock(
        key: TokenKey,
        action: suspend () -> T,
    ): T = throw errors.inherited()

    private suspend fun document(): TokenDocument =
        contents.of(path) {
            try {
                blocking(dispatcher) { read() }
            } catch (e: NoSuchFileException) {
                throw errors.closed(e)
            } catch (e: IOException) {
                throw e.toStoreException(path, "read")
            }
        }

    private fun read(): TokenDocument {
        val content = Files.newInputStream(path).use { it.readNBytes(TokenFileReader.MAX_BYTES + 1) }
        if (content.size > TokenFileReader.MAX_BYTES) throw errors.noTokenFile(content)
        return TokenDocument.parse(content)?.takeIf { it.isTokenFile } ?: BareTokenDocument.of(content)
            ?: throw errors.noTokenFile(content)
    }

    override fun equals(other: Any?): Boolean = other is InheritedTokenFile && path == other.path && contents === other.contents

    override fun hashCode(): Int = path.hashCode()

    override fun toString(): String = "InheritedTokenFile($path)"

    /** The content of the streams that were read, by their names. */
    class Contents {
        private val mutex = Mutex()
        private val documents = ConcurrentHashMap<Path, TokenDocument>()

        /** Returns the document of [path], which [read] returned in the first call. A failed read is not cached. */
        suspend fun of(
            path: Path,
            read: suspend () -> TokenDocument,
        ): TokenDocument = documents[path] ?: mutex.withLock { documents[path] ?: read().also { documents[path] = it } }

        companion object {
            /** The contents of this process; file descriptors belong to the process. */
            val OF_PROCESS: Contents = Contents()
        }
    }

    companion object {
        private val NAME = Regex("/dev/(fd/[0-9]+|stdin)|/proc/self/fd/[0-9]+")

        /** Returns true if [path] names a stream of this process. */
        fun isStream(path: Path): Boolean = NAME.matches(path.toString())
    }
}
