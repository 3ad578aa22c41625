package io.github.oidcauth.testing.contract

import io.github.oidcauth.AesTokenCipher
import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.StoreNotices
import io.github.oidcauth.Token
import io.github.oidcauth.TokenEncryptionKey
import io.github.oidcauth.TokenKey
import io.github.oidcauth.java.JavaTokenStore
import io.github.oidcauth.testing.TokenStoreContract
import io.github.oidcauth.testing.TokenStoreFactory
import io.kotest.engine.spec.tempdir
import java.time.Clock
import java.util.concurrent.ConcurrentHashMap

private val noNotices = StoreNotices { error("unexpected notice: $it") }

class InMemoryTokenStoreContractTest : ContractSpec({ TokenStoreContract { clock -> InMemoryTokenStore(clock) } })

/**
 * Two stores of the same file are as far apart within a process as can be had; [sharedBy][TokenStoreContract.sharedBy] is for
 * those.
 */
class FileTokenStoreContractTest :
    ContractSpec({
        TokenStoreContract { clock -> FileTokenStore(tempdir("store").toPath().resolve("store.json"), noNotices, clock) }
            .sharedBy { store, clock -> FileTokenStore(store.path, noNotices, clock) }
    })

class EncryptedFileContractTest :
    ContractSpec({
        val cipher = AesTokenCipher(TokenEncryptionKey.generate())
        TokenStoreContract { clock -> FileTokenStore(tempdir("store").toPath().resolve("store.json"), noNotices, cipher, clock) }
            .sharedBy { store, clock -> FileTokenStore(store.path, noNotices, cipher, clock) }
    })

class JavaTokenStoreContractTest : ContractSpec({ TokenStoreContract(TokenStoreFactory { clock -> BlockingMapStore(clock) }) })

/** A store that extends [JavaTokenStore]. */
private class BlockingMapStore(
    clock: Clock,
) : JavaTokenStore(clock) {
    private val tokens = ConcurrentHashMap<TokenKey, Token>()

    override fun load(key: TokenKey): Token? = tokens[key]

    override fun save(
        key: TokenKey,
        token: Token,
    ) {
        tokens[key] = token
    }

    override fun delete(key: TokenKey): Boolean = tokens.remove(key) != null

    override fun list(): Set<TokenKey> = tokens.keys

    override fun deleteAll(): Unit = tokens.clear()
}
