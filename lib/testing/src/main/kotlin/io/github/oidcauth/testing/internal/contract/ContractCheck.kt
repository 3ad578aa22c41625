package io.github.oidcauth.testing.internal.contract

/** One property of the contract, and the check for it. */
internal class ContractCheck(
    val name: String,
    val body: suspend ContractRun.() -> Unit,
)

internal fun check(
    name: String,
    body: suspend ContractRun.() -> Unit,
): ContractCheck = ContractCheck(name, body)
