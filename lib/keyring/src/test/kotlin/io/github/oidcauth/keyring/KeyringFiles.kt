package io.github.oidcauth.keyring

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.keyring.internal.Keyring
import io.github.oidcauth.keyring.internal.KeyringCipher
import io.github.oidcauth.keyring.internal.KeyringKeys
import io.github.oidcauth.testing.SettableClock
import java.nio.file.Path
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.time.Clock

/** A directory with an encrypted and a plain token file. Each store is one of another process. */
internal class KeyringFiles(
    val directory: Path,
    private val clock: Clock = SettableClock(),
) {
    val path: Path = directory.resolve("encrypted.json")
    val plainPath: Path = directory.resolve("plain.json")
    val notices: MutableList<String> = java.util.Collections.synchronizedList(mutableListOf())
    private val listener = StoreNotices { notices += it }

    fun store(
        keyring: Keyring,
        keys: KeyringKeys = KeyringKeys(keyring),
        orPlain: Boolean = false,
        path: Path = this.path,
    ): KeyringTokenStore =
        KeyringTokenStore(
            FileTokenStore(path, listener, KeyringCipher(keys), clock),
            if (orPlain) FileTokenStore(plainPath, listener) else null,
            keys,
            listener,
        )

    fun plain(): FileTokenStore = FileTokenStore(plainPath, listener)

    fun text(): String = path.readText()

    fun backups(): List<Path> = directory.listDirectoryEntries("encrypted.json.corrupt-*")
}
