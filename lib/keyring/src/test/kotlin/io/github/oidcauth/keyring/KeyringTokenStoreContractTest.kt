package io.github.oidcauth.keyring

import io.github.oidcauth.keyring.internal.KeyringKeys
import io.github.oidcauth.testing.TokenStoreContract
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import java.util.concurrent.ConcurrentHashMap

/** Two stores of a file have the keyring's key in common, as those of one process do, and nothing else. */
class KeyringTokenStoreContractTest :
    FunSpec({
        val siblings = ConcurrentHashMap<KeyringTokenStore, () -> KeyringTokenStore>()
        TokenStoreContract { clock ->
            val files = KeyringFiles(tempdir("store").toPath(), clock)
            val keyring = FakeKeyring()
            val keys = KeyringKeys(keyring)
            files.store(keyring, keys).also { siblings[it] = { files.store(keyring, keys) } }
        }.sharedBy { store, _ -> siblings.getValue(store)() }
            .checks
            .forEach { test(it.name) { shouldNotThrowAny { it.verify() } } }
    })
