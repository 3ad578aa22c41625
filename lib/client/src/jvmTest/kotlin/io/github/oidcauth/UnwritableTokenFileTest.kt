package io.github.oidcauth

import io.github.oidcauth.internal.acquisition.SharedState
import io.github.oidcauth.internal.acquisition.testAcquirer
import io.github.oidcauth.internal.client.ProtocolClient
import io.github.oidcauth.internal.concurrent.Prompts
import io.github.oidcauth.internal.interaction.TokenEvents
import io.github.oidcauth.internal.login.FakeLoginServer
import io.github.oidcauth.internal.servers.IssuerTarget
import io.github.oidcauth.internal.servers.LoginServer
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.coroutines.Dispatchers
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.createDirectory
import kotlin.io.path.deleteExisting
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds

/** Whole file systems that are full or read-only, and a process that goes on in memory. */
class UnwritableTokenFileTest :
    FunSpec({
        val key = TokenKey.forHost("https://h.example")

        class Bench(
            val files: TokenFiles,
        ) {
            val store = files.store()
            val server = FakeLoginServer(files.clock, latency = Duration.ZERO)
            val warnings = mutableListOf<String>()
            var logins = 0

            /** The action on this machine while the server refreshes a token. */
            var meanwhile: () -> Unit = {}
            private val acquirer =
                testAcquirer(
                    key,
                    store,
                    object : LoginServer by server {
                        override suspend fun refresh(
                            refreshToken: String,
                            current: Token?,
                        ): Token {
                            meanwhile()
                            return server.refresh(refreshToken, current)
                        }
                    },
                    files.clock,
                    Token.EXPIRY_LEEWAY,
                    Prompts(),
                    {},
                    TokenEvents(key, null, Dispatchers.IO) { warnings += it },
                    { warnings += it },
                    SharedState.ofProcess.pendingWrites,
                )
            private val unused: suspend (IssuerTarget) -> ProtocolClient = { error("Nobody is asked.") }
            val manager = TokenManager(store, emptyList(), files.clock, connect = unused)

            suspend fun obtain(force: Boolean = false): Token =
                acquirer.obtain(force) {
                    logins++
                    server.issue()
                }

            fun expired() =
                Token("old") {
                    expiresAt = files.clock.now()
                    refreshToken = "r-old"
                    refreshExpiresAt = files.clock.now() + 60.minutes
                }
        }

        fun fill(directory: Path): Path =
            directory.resolve("filler").also { file ->
                Files.newOutputStream(file).use { output ->
                    runCatching { repeat(1_000) { output.write(ByteArray(4_096)) } }.isFailure shouldBe true
                }
            }

        suspend fun onSmallDisk(body: suspend (Bench) -> Unit) {
            val directory = tempdir("store").toPath().toRealPath().resolve("disk").createDirectory()
            Unprivileged.mount(directory, "size=1m,nr_inodes=32") shouldBe true
            try {
                body(Bench(TokenFiles(directory)))
            } finally {
                SharedState.ofProcess.pendingWrites.removeAll(directory.resolve("token-store.json"))
                Unprivileged.unmount(directory) shouldBe true
            }
        }

        /** And writes what that brought as soon as [filler] is gone from the disk. */
        suspend fun refreshesInMemory(
            bench: Bench,
            filler: Path,
        ) {
            bench.files.clock += 10.minutes
            bench.obtain().accessToken shouldBe "access-2"
            filler.deleteExisting()
            bench.files.clock += 30.seconds
            bench.obtain().accessToken shouldBe "access-2"
            bench.files.store().get(key)?.accessToken shouldBe "access-2"
        }

        val mounting = Unprivileged.canMount(tempdir("probe").toPath())

        test(
            "on a full disk no refresh token is sent; a login is used and refreshed in memory, and written when there is space",
        )
            .config(enabledOrReasonIf = { mounting }) {
                onSmallDisk { bench ->
                    bench.store.put(key, bench.expired())
                    bench.store.withLock(key) { }
                    val before = bench.files.text()
                    val filler = fill(bench.files.directory)
                    shouldThrow<StoreException> { bench.obtain() }.message shouldContain "The disk is full"
                    bench.server.received.shouldBeEmpty()
                    bench.files.text() shouldBe before
                    bench.files.names().filter { it.endsWith(".tmp") }.shouldBeEmpty()
                    bench.obtain(force = true).accessToken shouldBe "access-1"
                    bench.warnings.single() shouldContain "The disk is full"
                    refreshesInMemory(bench, filler)
                    bench.server.received shouldBe listOf("refresh-1")
                }
            }

        test(
            "on a disk that fills up meanwhile a refresh is not lost: the process uses memory, and writes when there is space",
        )
            .config(enabledOrReasonIf = { mounting }) {
                onSmallDisk { bench ->
                    bench.store.put(key, bench.expired())
                    val before = bench.files.text()
                    lateinit var filler: Path
                    bench.meanwhile = {
                        filler = fill(bench.files.directory)
                        bench.meanwhile = {}
                    }
                    bench.obtain().accessToken shouldBe "access-1"
                    bench.obtain().accessToken shouldBe "access-1"
                    bench.warnings.single() shouldContain "The disk is full"
                    bench.files.text() shouldBe before
                    bench.files.names().filter { it.endsWith(".tmp") }.shouldBeEmpty()
                    refreshesInMemory(bench, filler)
                    bench.server.received shouldBe listOf("r-old", "refresh-1")
                    bench.logins shouldBe 0
                }
            }

        test("on a disk without room for a lock file nothing is refreshed, but a login is good in memory")
            .config(enabledOrReasonIf = { mounting }) {
                onSmallDisk { bench ->
                    bench.store.put(key, bench.expired())
                    val before = bench.files.text()
                    val files = generateSequence(0) { it + 1 }
                    files.takeWhile { runCatching { bench.files.directory.resolve("f$it").createDirectory() }.isSuccess }.count()
                    shouldThrow<StoreException> { bench.obtain() }
                    bench.server.received.shouldBeEmpty()
                    bench.obtain(force = true).accessToken shouldBe "access-1"
                    bench.obtain().accessToken shouldBe "access-1"
                    bench.files.clock += 10.minutes
                    bench.obtain().accessToken shouldBe "access-2"
                    bench.server.received shouldBe listOf("refresh-1")
                    bench.files.text() shouldBe before
                }
            }

        test("on a read-only file system a login is good in memory, and the manager sees and clears it")
            .config(enabledOrReasonIf = { mounting }) {
                onSmallDisk { bench ->
                    Unprivileged.remountReadOnly(bench.files.directory) shouldBe true
                    bench.obtain().accessToken shouldBe "access-1"
                    bench.obtain().accessToken shouldBe "access-1"
                    bench.files.clock += 10.minutes
                    bench.obtain().accessToken shouldBe "access-2"
                    bench.logins shouldBe 1
                    bench.warnings.single() shouldContain "kept in memory"
                    bench.manager.list().map { it.key } shouldContain key
                    bench.store.remove(key) shouldBe true
                    bench.manager.list().shouldBeEmpty()
                    bench.obtain().accessToken shouldBe "access-3"
                    bench.store.clear()
                    bench.obtain().accessToken shouldBe "access-4"
                    bench.logins shouldBe 3
                }
            }

        test(
            "a token of a read-only file is used and not refreshed, as its refresh token would be lost; a login is in memory",
        )
            .config(enabledOrReasonIf = { mounting }) {
                onSmallDisk { bench ->
                    bench.store.put(
                        key,
                        bench.expired().newBuilder().also {
                            it.expiresAt = bench.files.clock.now() + 90.seconds
                        }.build(),
                    )
                    Unprivileged.remountReadOnly(bench.files.directory) shouldBe true
                    bench.obtain().accessToken shouldBe "old"
                    bench.files.clock += 60.seconds
                    bench.obtain().accessToken shouldBe "old"
                    bench.files.clock += 60.seconds
                    shouldThrow<StoreException> { bench.obtain() }.message shouldContain "read-only"
                    bench.server.received.shouldBeEmpty()
                    bench.obtain(force = true).accessToken shouldBe "access-1"
                    bench.obtain().accessToken shouldBe "access-1"
                    bench.files.store().get(key)?.accessToken shouldBe "old"
                    TokenKey.of("x").let { bench.files.store().get(it).shouldBeNull() }
                }
            }
    })
