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

/** A token file with tokens for [hosts] hosts, in a directory of its own, and what is measured on it. */
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
        // A file is trusted to be unchanged when it is older than the ticks of a file system's clock.
        Thread.sleep(SETTLED_MILLIS)
        gets(1)
    }

    /** [times] hits of the store, without what it costs to enter a coroutine. */
    fun gets(times: Int): Token? =
        runBlocking {
            var token: Token? = null
            repeat(times) { token = store.get(key) }
            checkNotNull(token)
        }

    /** The same by the front door. */
    fun authentications(times: Int): Token =
        runBlocking {
            var token = tokens[0]
            repeat(times) { token = authenticate(config) }
            token
        }

    /** [times] coroutines that ask at once, on the threads of the default dispatcher. */
    fun authenticationsAtOnce(times: Int): Int =
        runBlocking(Dispatchers.Default) { (1..times).map { async { authenticate(config) } }.awaitAll().size }

    /** As many looks at the file without any library. */
    fun stats(times: Int): Any {
        var seen: Any = times
        repeat(times) { seen = Files.readAttributes(path, "unix:size,lastModifiedTime,ctime,ino") }
        return seen
    }

    /** One token is replaced, by the one or by another store, which have to learn of each other's writes. */
    fun put(alternating: Boolean): Unit =
        runBlocking {
            val token = tokens[++round % tokens.size]
            (if (alternating && round % 2 == 0) other else store).put(key, token)
        }

    /** The same bytes as safely on the disk, without reading, changing or locking anything. */
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

    /** As the store writes it, at once: one `put` after another would write the file once for each host. */
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

        /** Ten thousand of them are a file of 13 MB, near the largest that is accepted. */
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
