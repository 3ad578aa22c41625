package io.github.oidcauth.http

import io.kotest.assertions.withClue
import io.kotest.matchers.shouldBe
import kotlinx.coroutines.CancellationException

/** Sends a request to [url], which the client may refuse. */
internal suspend fun ContractScene.attempt(
    url: String,
    isFollowingRedirects: Boolean = false,
) {
    try {
        client.send(ContractRequest("GET", url, isFollowingRedirects = isFollowingRedirects))
    } catch (e: CancellationException) {
        throw e
    } catch (_: Exception) {
        // Not a URL for this client.
    }
}

private fun ContractScene.requireNoToken() {
    requireNoToken(api.requests + other.requests)
    withClue("the source was asked for a token") { tokens.calls.get() shouldBe 0 }
}

private fun requireNoToken(requests: List<ResourceRequest>) {
    requests.forEach { request ->
        withClue(request) { (request.authorization?.contains(ContractTokens.SECRET) ?: false) shouldBe false }
    }
}

internal val originChecks: List<ContractCheck> =
    listOf(
        ContractCheck("a request to the origin has the token") {
            val response = call("/things?a=b")
            response.statusCode shouldBe 200
            response.text shouldBe "hello"
            api.requests.only().authorization shouldBe "Bearer ${ContractTokens.textOf(1)}"
        },
        ContractCheck("a scheme in upper case is the same origin") {
            attempt("HTTP://${ResourceServer.HOST}:${api.port}/")
            api.requests.forEach { it.authorization shouldBe "Bearer ${ContractTokens.textOf(1)}" }
        },
        ContractCheck("a request to another port has no token") {
            client.send(ContractRequest("GET", "${other.origin}/")).text shouldBe "other"
            other.requests.only().authorization shouldBe null
            requireNoToken()
        },
        ContractCheck("a request to another name of the same server has no token") {
            attempt("http://localhost:${api.port}/")
            requireNoToken()
        },
        ContractCheck("an address that only looks like the origin gets no token") {
            listOf(
                "${api.origin}@localhost:${other.port}/",
                "${api.origin}\\@localhost:${other.port}/",
                "http://localhost:${other.port}\\@${ResourceServer.HOST}:${api.port}/",
                "${api.origin}.localhost:${other.port}/",
                "${api.origin}%2f@localhost:${other.port}/",
                "http://user:password@${ResourceServer.HOST}:${other.port}/#@${ResourceServer.HOST}:${api.port}/",
            ).forEach { attempt(it) }
            requireNoToken(other.requests)
        },
        ContractCheck("an Authorization header of the caller is left alone, and so is its 401") {
            api.on("/own") { ResourceReply.unauthorized(ResourceServer.INVALID_TOKEN) }
            call("/own", headers = mapOf("Authorization" to "Basic b3duOm93bg==")).statusCode shouldBe 401
            api.requests.only().authorization shouldBe "Basic b3duOm93bg=="
            requireNoToken()
        },
    )
