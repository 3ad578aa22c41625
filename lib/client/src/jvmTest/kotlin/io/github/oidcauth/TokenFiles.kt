package io.github.oidcauth

import io.github.oidcauth.internal.files.AtomicWriter
import io.github.oidcauth.internal.files.ProcessOwner
import io.github.oidcauth.internal.tokenfile.locks.LockTimeouts
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.name
import kotlin.io.path.readText
import kotlin.io.path.writeText

/** A directory with a token file in it, and a store that tells what it noticed. */
class TokenFiles(
    val directory: Path,
) {
    val clock = SettableClock()
    val notices: MutableList<String> = java.util.Collections.synchronizedList(mutableListOf())
    private val listener = StoreNotices { notices += it }
    val path: Path = directory.resolve("token-store.json")

    internal fun store(
        path: Path = this.path,
        writer: AtomicWriter = AtomicWriter(),
        owner: Int? = ProcessOwner.uid,
        dispatcher: CoroutineDispatcher = Dispatchers.IO,
        lockTimeouts: LockTimeouts = LockTimeouts(),
        cipher: TokenCipher? = null,
        isOwnDirectory: Boolean = false,
    ) = FileTokenStore(path, listener, clock, dispatcher, lazyOf(writer), owner, lazyOf(lockTimeouts), isOwnDirectory, cipher)

    /** The store in the directory of an application, whose file nobody has named. */
    internal fun own(writer: AtomicWriter = AtomicWriter()) = store(writer = writer, isOwnDirectory = true)

    fun write(
        text: String,
        mode: String = "rw-------",
    ) {
        path.writeText(text)
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode))
    }

    fun text(): String = path.readText()

    fun mode(path: Path = this.path): String = PosixFilePermissions.toString(Files.getPosixFilePermissions(path))

    /** The files that keep what was damaged. */
    fun backups(): List<Path> = directory.listDirectoryEntries("token-store.json.corrupt-*")

    fun names(): List<String> = directory.listDirectoryEntries().map { it.name }.sorted()

    companion object {
        val isRoot: Boolean = ProcessOwner.uid == 0
    }
}
