package io.github.oidcauth.http

import io.kotest.core.spec.style.FunSpec

/**
 * The rules of [RequestAuthorizer] as tests, which every integration of an HTTP client passes. Subclass it:
 *
 * ```
 * class OkHttpContractTest : HttpClientContract({ authorizer -> OkHttpContractClient(authorizer) }, ContractAbility.REDIRECTS)
 * ```
 *
 * [create] makes a client that sends its tokens by the authorizer; each test has one of its own and closes it. Without
 * [abilities], all are assumed.
 */
abstract class HttpClientContract(
    abilities: Set<ContractAbility> = ContractAbility.entries.toSet(),
    create: (RequestAuthorizer) -> ContractClient,
) : FunSpec() {
    init {
        checks.filter { abilities.containsAll(it.needs) }.forEach { check -> test(check.name) { check.verify(create = create) } }
    }

    companion object {
        val checks: List<ContractCheck> =
            originChecks + redirectChecks + retryChecks + delayChecks + stepUpChecks + proofChecks + failureChecks +
                bodyChecks + concurrencyChecks
    }
}
