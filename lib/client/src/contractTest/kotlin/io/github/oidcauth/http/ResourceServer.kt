package io.github.oidcauth.http

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.io.Closeable
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.Executors
import java.util.concurrent.atomic.AtomicInteger

/**
 * An HTTP server on the loopback interface that checks every request: the tokens of [tokens] come to the origin
 * [origin] only, in the header `Authorization`, and bound ones with a proof of their own. What is wrong is in [faults].
 *
 * If [isApi] is false, no token may come here at all.
 */
class ResourceServer(
    private val tokens: ContractTokens,
    private val isApi: Boolean,
) : Closeable {
    private val executor = Executors.newCachedThreadPool { Thread(it, "resource-server").apply { isDaemon = true } }
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getByName(HOST), 0), BACKLOG)
    private val scripts = ConcurrentHashMap<String, (ResourceRequest) -> ResourceReply>()
    private val counts = ConcurrentHashMap<String, AtomicInteger>()
    private val proofIds = ConcurrentHashMap.newKeySet<String>()

    /** All requests, in the order of their arrival. */
    val requests = CopyOnWriteArrayList<ResourceRequest>()

    /** Each thing that was wrong about a request. They contain no token. */
    val faults = CopyOnWriteArrayList<String>()

    val port: Int = server.address.port

    /** The origin that tokens may be sent to. */
    val origin: String = "http://$HOST:$port"

    init {
        server.executor = executor
        server.createContext("/", ::handle)
        server.start()
    }

    /** Lets [script] respond to requests to [path], without its query, in place of [accept]. */
    fun on(
        path: String,
        script: (ResourceRequest) -> ResourceReply,
    ) {
        scripts[path] = script
    }

    /** The requests to [path]. */
    fun requestsTo(path: String): List<ResourceRequest> = requests.filter { it.path.substringBefore('?') == path }

    /** Returns [reply] to a request with a token that is good, else a 401 with `invalid_token`. */
    fun accept(
        request: ResourceRequest,
        reply: ResourceReply = ResourceReply.ok(),
    ): ResourceReply {
        val number = request.token?.let(ContractTokens::numberOf)
        return when {
            request.authorization == null -> ResourceReply.unauthorized("Bearer")
            number != null && number >= tokens.oldestAccepted.get() -> reply
            else -> ResourceReply.unauthorized(INVALID_TOKEN)
        }
    }

    private fun handle(exchange: HttpExchange) {
        try {
            val count = counts.computeIfAbsent(exchange.requestURI.path) { AtomicInteger() }
            val request = ResourceRequest.of(exchange, count.incrementAndGet())
            requests += request
            check(request)
            val script = scripts[request.path.substringBefore('?')] ?: { if (isApi) accept(it) else ResourceReply.ok("other") }
            respond(exchange, script(request))
        } catch (_: IOException) {
            // The client has gone.
        } finally {
            exchange.close()
        }
    }

    private fun respond(
        exchange: HttpExchange,
        reply: ResourceReply,
    ) {
        reply.headers.forEach { (name, value) -> exchange.responseHeaders.add(name, value) }
        exchange.sendResponseHeaders(reply.statusCode, 0)
        exchange.responseBody.use {
            it.write(reply.body)
            it.flush()
            reply.beforeEnd()
        }
    }

    private fun check(request: ResourceRequest) {
        fun fault(text: String) = faults.add("$request: $text")
        val authorizations = request.headers["authorization"].orEmpty()
        val proofs = request.headers["dpop"].orEmpty()
        if (authorizations.size > 1) fault("it has ${authorizations.size} Authorization headers")
        val elsewhere = request.headers.filterKeys { it != "authorization" }.values.flatten() + request.path
        if (elsewhere.any { ContractTokens.SECRET in it }) fault("a token is outside of Authorization")
        val hasToken = authorizations.any { ContractTokens.SECRET in it }
        if (hasToken && (!isApi || request.origin != origin)) fault("a token was sent to an origin that is not allowed")
        if (proofs.isNotEmpty() && !hasToken) fault("it has a proof and no token")
        val key = tokens.key
        when {
            !hasToken -> Unit
            key == null -> if (request.authorization?.startsWith("Bearer ") != true) fault("the scheme is not Bearer")
            request.authorization?.startsWith("DPoP ") != true -> fault("the scheme is not DPoP")
            proofs.size != 1 -> fault("it has ${proofs.size} proofs")
            else -> checkProof(request, key.thumbprint).forEach { fault("the proof is not valid: $it") }
        }
    }

    private fun checkProof(
        request: ResourceRequest,
        thumbprint: String,
    ): List<String> {
        val proof = checkNotNull(request.proof)
        val htu = request.origin + request.path.substringBefore('?')
        val isUsed = proof.id?.let { !proofIds.add(it) } ?: false
        return proof.faults(request.method, htu, request.token.orEmpty(), thumbprint) +
            listOfNotNull("it was used before".takeIf { isUsed })
    }

    override fun close() {
        server.stop(0)
        executor.shutdownNow()
    }

    companion object {
        const val HOST = "127.0.0.1"
        const val INVALID_TOKEN = "Bearer realm=\"api\", error=\"invalid_token\", error_description=\"It has expired.\""
        private const val BACKLOG = 500

        init {
            // The JDK's server would wait for acknowledgements of 40 ms otherwise.
            System.setProperty("sun.net.httpserver.nodelay", "true")
        }
    }
}
