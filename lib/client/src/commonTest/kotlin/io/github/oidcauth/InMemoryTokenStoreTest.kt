package io.github.oidcauth

class InMemoryTokenStoreTest : TokenStoreContract() {
    override fun newStore(clock: SettableClock) = InMemoryTokenStore(clock)
}
