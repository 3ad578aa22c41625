package io.github.oidcauth

class InMemoryTokenStoreTest : TokenStoreContract({ InMemoryTokenStore(it) })
