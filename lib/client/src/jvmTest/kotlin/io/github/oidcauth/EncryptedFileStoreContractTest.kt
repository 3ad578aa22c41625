package io.github.oidcauth

import io.kotest.engine.spec.tempdir

class EncryptedFileStoreContractTest : TokenStoreContract() {
    override fun newStore(clock: SettableClock): TokenStore =
        FileTokenStore(
            tempdir("store").toPath().resolve("store.json"),
            { error("unexpected notice: $it") },
            clock,
            cipher = AesTokenCipher(TokenEncryptionKey.generate()),
        )
}
