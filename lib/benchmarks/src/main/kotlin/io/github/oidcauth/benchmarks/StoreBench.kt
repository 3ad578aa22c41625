package io.github.oidcauth.benchmarks

import io.github.oidcauth.Config
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenKey
import io.github.oidcauth.TokenStore
import io.github.oidcauth.authenticate
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.FileVisitResult
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.SimpleFileVisitor
import java.nio.file.StandardCopyOption
import java.nio.file.StandardOpenOption
import java.nio.file.attribute.BasicFileAttributes
import kotlin.random.Random
import kotlin.time.Clock
import kotlin.time.Duration.Companion.days

/** The measured functions, with a token file in a separate directory that contains tokens for [hosts] hosts. */
class StoreBench(
    private val hosts: Int,
) : AutoCloseable {
    private val directory = Files.createTempDirectory("bench")
    private val path = directory.resolve("token-store.json")
    private val store: TokenStore = FileTokenStore(path, StoreNotices { error(it) })
    private val name = host(hosts / 2)
    private val key = TokenKey.forHost(name)
    private val config = Config.builder(name).store(store).build()
    private val tokens = List(2) { token() }
    private val other = FileTokenStore(path, StoreNotices { error(it) })
    private val content: ByteArray
    private var round = 0

    init {
        write()
        content = Files.readAllBytes(path)
        // The store trusts that a file is unchanged only if it is older than the clock ticks of the file system.
        Thread.sleep(SETTLED_MILLIS)
        gets(1)
    }

    /** Gets the token [times] times from the store. The cost of entering a coroutine is not included. */
    fun gets(times: Int): Token? =
        runBlocking {
            var token: Token? = null
            repeat(times) { token = store.get(key) }
            checkNotNull(token)
        }

    /** Gets the token [times] times with `authenticate`. */
    fun authentications(times: Int): Token =
        runBlocking {
            var token = tokens[0]
            repeat(times) { token = authenticate(config) }
            token
        }

    /** Gets the token in [times] concurrent coroutines on the threads of the default dispatcher. */
    fun authenticationsAtOnce(times: Int): Int =
        runBlocking(Dispatchers.Default) { (1..times).map { async { authenticate(config) } }.awaitAll().size }

    /** Reads the attributes of the file [times] times, without the library. */
    fun stats(times: Int): Any {
        var seen: Any = times
        repeat(times) { seen = Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino") }
        return seen
    }

    /**
     * Replaces one token, always with the same store or [alternating] with another one. Alternating stores must detect each
     * other's writes.
     */
    fun put(alternating: Boolean): Unit =
        runBlocking {
            val token = tokens[++round % tokens.size]
            (if (alternating && round % 2 == 0) other else store).put(key, token)
        }

    /** Writes the same bytes to the disk equally safely, without reading, changing or locking anything. */
    fun bareWrite() {
        val temporary = Files.createTempFile(directory, "bare", ".tmp")
        FileChannel.open(temporary, StandardOpenOption.WRITE).use { channel ->
            val bytes = ByteBuffer.wrap(content)
            while (bytes.hasRemaining()) channel.write(bytes)
            channel.force(true)
        }
        Files.move(temporary, directory.resolve("bare"), StandardCopyOption.ATOMIC_MOVE)
        FileChannel.open(directory, StandardOpenOption.READ).use { it.force(true) }
    }

    override fun close() {
        Files.walkFileTree(
            directory,
            object : SimpleFileVisitor<Path>() {
                override fun visitFile(
                    file: Path,
                    attributes: BasicFileAttributes,
                ): FileVisitResult = FileVisitResult.CONTINUE.also { Files.delete(file) }

                override fun postVisitDirectory(
                    directory: Path,
                    failure: java.io.IOException?,
                ): FileVisitResult = FileVisitResult.CONTINUE.also { Files.delete(directory) }
            },
        )
    }

    /**
     * Writes the file in one step, in the format of the store. Separate calls of `put` would write the file once for each host.
     */
    private fun write() {
        runBlocking { store.put(TokenKey.forHost(host(0)), tokens[0]) }
        val entry = Files.readString(path).removePrefix("{\n").removeSuffix("\n}")
        val entries = (0 until hosts).joinToString(",\n") { entry.replace(host(0), host(it)) }
        Files.writeString(path, "{\n$entries\n}")
    }

    private companion object {
        const val SETTLED_MILLIS = 100L
        const val TOKEN_BYTES = 300

        fun host(number: Int) = "https://app%05d.example.com".format(number)

        /** Returns a token of a size with which ten thousand tokens are a file of 13 MB, near the largest accepted size. */
        fun token(): Token =
            Token(text()) {
                expiresAt = Clock.System.now() + 1.days
                refreshToken = text()
                refreshExpiresAt = Clock.System.now() + 2.days
                scope = "openid profile email"
            }

        fun text(): String = buildString { repeat(TOKEN_BYTES) { append('a' + Random.nextInt(26)) } }
    }
}
