package io.github.oidcauth.testing.internal.contract

/** One sentence of the contract, and how it is found out whether a store keeps it. */
internal class ContractCheck(
    val name: String,
    val body: suspend ContractRun.() -> Unit,
)

internal fun check(
    name: String,
    body: suspend ContractRun.() -> Unit,
): ContractCheck = ContractCheck(name, body)
