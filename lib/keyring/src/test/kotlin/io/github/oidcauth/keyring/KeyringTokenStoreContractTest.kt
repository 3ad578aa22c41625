package io.github.oidcauth.keyring

import io.github.oidcauth.SettableClock
import io.github.oidcauth.TokenStore
import io.github.oidcauth.TokenStoreContract
import io.kotest.engine.spec.tempdir

class KeyringTokenStoreContractTest : TokenStoreContract() {
    override fun newStore(clock: SettableClock): TokenStore = KeyringFiles(tempdir("store").toPath(), clock).store(FakeKeyring())
}
