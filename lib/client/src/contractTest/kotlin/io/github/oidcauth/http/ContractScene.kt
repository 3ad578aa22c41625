package io.github.oidcauth.http

import io.github.oidcauth.OAuthException
import io.kotest.assertions.withClue
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldHaveSize
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldNotContain
import java.util.concurrent.CopyOnWriteArrayList

/** Returns the only element. @throws AssertionError if there is none, or another one. */
internal fun <T> List<T>.only(): T = shouldHaveSize(1).first()

/** A client, the API that it may send tokens to, and another server. One for each check. */
class ContractScene(
    private val create: (RequestAuthorizer) -> ContractClient,
) {
    val tokens = ContractTokens()
    val api = ResourceServer(tokens, isApi = true)
    val other = ResourceServer(tokens, isApi = false)

    /** The refusals that the authorizer has reported. */
    val refusals = CopyOnWriteArrayList<OAuthException>()

    /** The client, whose tokens go to [api]. */
    val client: ContractClient by lazy { create(RequestAuthorizer(tokens, api.origin) { onRefusal { refusals += it } }) }

    /** Sends a request of [method] to [path] of the API. */
    suspend fun call(
        path: String = "/",
        method: String = "GET",
        body: ByteArray? = null,
        isRepeatable: Boolean = true,
        headers: Map<String, String> = emptyMap(),
        isFollowingRedirects: Boolean = false,
    ): ContractResponse =
        client.send(ContractRequest(method, api.origin + path, headers, body, isRepeatable, isFollowingRedirects))

    /** Fails if a server has seen something wrong, or the client shows a token. */
    fun requireNoFaults() {
        withClue("faults of requests to the API") { api.faults.shouldBeEmpty() }
        withClue("faults of requests to another server") { other.faults.shouldBeEmpty() }
        "$client" shouldNotContain ContractTokens.SECRET
        withClue("an authorization was sent to another server") {
            other.requests.count { it.authorization?.contains(ContractTokens.SECRET) == true } shouldBe 0
        }
    }

    fun close() {
        tokens.gate?.complete(Unit)
        listOf(client, api, other).forEach { it.close() }
    }
}
