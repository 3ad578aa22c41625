package io.github.oidcauth.testing.contract

import io.github.oidcauth.testing.TokenStoreContract
import io.kotest.assertions.throwables.shouldNotThrowAny
import io.kotest.core.spec.style.FunSpec

/** Each check of [contract] as a test. */
abstract class ContractSpec(
    contract: FunSpec.() -> TokenStoreContract<*>,
) : FunSpec() {
    init {
        contract().checks.forEach { test(it.name) { shouldNotThrowAny { it.verify() } } }
    }
}
