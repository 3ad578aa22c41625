package io.github.oidcauth.sample.testing

import io.github.oidcauth.InMemoryTokenStore
import io.github.oidcauth.testing.TokenStoreContract
import io.kotest.core.spec.style.FunSpec

class AuditedTokenStoreTest :
    FunSpec({
        TokenStoreContract { clock -> AuditedTokenStore(InMemoryTokenStore(clock)) {} }
            .checks
            .forEach { test(it.name) { it.verify() } }
    })
