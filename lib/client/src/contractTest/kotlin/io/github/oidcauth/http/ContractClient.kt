package io.github.oidcauth.http

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runInterruptible
import java.io.Closeable

/**
 * An HTTP client that follows the rules of a [RequestAuthorizer], as [HttpClientContract] sees it. Its `toString` is that of the
 * client under test.
 */
interface ContractClient : Closeable {
    /** Sends [request] once and returns the response. Throws what the client throws. Can be cancelled. */
    suspend fun send(request: ContractRequest): ContractResponse

    /**
     * Sends [request], and returns the first line of the response's body as soon as it is there, while the server still holds the
     * response open. Then closes the response. Needed for [ContractAbility.STREAMED_RESPONSES] alone.
     */
    suspend fun firstLine(request: ContractRequest): String = error("This client has no streamed responses.")

    override fun close() {}

    companion object {
        /** Runs [block], which is blocking code that ends when its thread is interrupted. */
        suspend fun <T> blocking(block: () -> T): T = runInterruptible(Dispatchers.IO, block)
    }
}

/** A request of a check. */
class ContractRequest(
    val method: String,
    /** As the caller of the client writes it, which may be no valid URL. */
    val url: String,
    val headers: Map<String, String> = emptyMap(),
    val body: ByteArray? = null,
    /** False if [body] is to be given to the client as something that it can read only once, such as a stream. */
    val isRepeatable: Boolean = true,
    /** True if the client is to follow redirects; only where it has [ContractAbility.REDIRECTS]. */
    val isFollowingRedirects: Boolean = false,
)

/** The response that the caller of the client gets. */
class ContractResponse(
    val statusCode: Int,
    /** Names in lower case. */
    val headers: Map<String, List<String>>,
    val text: String,
) {
    override fun toString(): String = "ContractResponse($statusCode)"
}

/** An ability that not every client has. Checks that need one are left out for a client without it. */
enum class ContractAbility {
    /** Follows redirects, when asked to. */
    REDIRECTS,

    /** Takes a body that can be sent only once. */
    ONE_SHOT_BODIES,

    /** Returns a response before the server has ended it. */
    STREAMED_RESPONSES,

    /** Sends several requests over one connection, one after the other. */
    REUSED_CONNECTIONS,
}
