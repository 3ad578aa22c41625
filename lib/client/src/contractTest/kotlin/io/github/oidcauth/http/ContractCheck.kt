package io.github.oidcauth.http

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** One rule of [HttpClientContract]. */
class ContractCheck(
    val name: String,
    /** The abilities without which a client need not follow the rule. */
    val needs: Set<ContractAbility>,
    private val action: suspend ContractScene.() -> Unit,
) {
    constructor(
        name: String,
        vararg needs: ContractAbility,
        action: suspend ContractScene.() -> Unit,
    ) : this(name, needs.toSet(), action)

    /** Holds the client that [create] makes against the rule. @throws AssertionError if it does not follow it. */
    suspend fun verify(
        timeout: Duration = 30.seconds,
        create: (RequestAuthorizer) -> ContractClient,
    ) {
        val scene = ContractScene(create)
        try {
            withContext(Dispatchers.Default) { withTimeout(timeout) { scene.action() } }
            scene.requireNoFaults()
        } finally {
            withContext(Dispatchers.IO) { scene.close() }
        }
    }

    override fun toString(): String = name
}
