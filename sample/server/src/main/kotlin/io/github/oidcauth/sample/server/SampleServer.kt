package io.github.oidcauth.sample.server

import io.github.oidcauth.sample.server.authorization.KnownKeys
import io.github.oidcauth.sample.server.web.EmbeddedServer
import io.github.oidcauth.sample.server.web.RequestLog
import java.util.concurrent.atomic.AtomicBoolean

/**
 * A running OpenID provider with real pages, and the routes of a py-oidc-auth application in front of it, all in this process
 * and on one port of 127.0.0.1.
 *
 * The provider stands by itself too, as the [issuer] of every grant and endpoint that its discovery document names, for the
 * clients of [SampleClients] and for those that register themselves. It does not take signed requests (RFC 9101) and does not
 * speak TLS.
 *
 * The application is mounted twice. At [url] it hands out the provider's own tokens (passthrough mode), at [brokerUrl] it hands
 * out one token of its own for both purposes (broker mode). Both speak to the provider over HTTP, as a confidential client.
 * `GET {url}/api/me` is an API to call with either kind of token, and `{url}/api/notes` one for services, with the
 * scopes `read` and `write` of the provider.
 *
 * The user `alice` signs in with the password `alice`, and `bob` with `bob`. Nothing outlives the server: keys, sessions and
 * tokens are kept in memory. Any number of servers can run in one process. All members are safe to use from any thread.
 */
public class SampleServer private constructor(
    private val server: EmbeddedServer,
    private val log: RequestLog,
    private val knownKeys: KnownKeys,
) : AutoCloseable {
    private val closed = AtomicBoolean()

    /** The base URL of the passthrough application, and the provider's issuer: `http://127.0.0.1:PORT`, no slash at the end. */
    public val url: String = server.url

    /**
     * The provider as a standard OpenID issuer, for the clients in [SampleClients]: discovery (OpenID Connect Discovery 1.0 and
     * RFC 8414) and every endpoint named there. The same as [url].
     */
    public val issuer: String = url

    /** The base URL of the broker application: [url] followed by `/broker`. */
    public val brokerUrl: String = "$url/broker"

    /** The provider's discovery document (OpenID Connect Discovery 1.0 §4). */
    public val discoveryUrl: String = "$url/.well-known/openid-configuration"

    /**
     * The private key of [SampleClients.KEY_SERVICE] as a JSON Web Key (RFC 7517), for ES256. Made on first use; every server has
     * its own.
     */
    public val serviceKey: String
        get() = knownKeys.service.toJSONString()

    /**
     * The page where a signed-in user responds to clients that ask in the background (CIBA); it stands in for the message on a
     * telephone. See [ScriptedVisitor.approveBackchannel].
     */
    public val approvalUrl: String = "$url/approve"

    /** An identity provider elsewhere whose assertions this server takes. */
    public val trustedIssuer: TrustedIssuer = TrustedIssuer(url, knownKeys)

    /**
     * A snapshot of the requests that were responded to so far, in the order of their arrival. It includes the requests that
     * the application sends to the provider and those of a browser. A response is noted before it is sent.
     */
    public val requests: List<RecordedRequest>
        get() = log.requests

    /** Stops listening and forgets everything. Requests under way are cut off. Calling it again does nothing. */
    override fun close() {
        if (closed.compareAndSet(false, true)) server.close()
    }

    override fun toString(): String = "SampleServer($url)"

    public companion object {
        /**
         * Starts a server and returns once it responds to requests. This takes a second or two in a fresh process.
         *
         * @throws java.net.BindException if [Settings.port] is taken
         */
        @JvmStatic
        @JvmOverloads
        public fun start(settings: Settings = Settings()): SampleServer {
            val log = RequestLog()
            val knownKeys = KnownKeys(settings)
            return SampleServer(EmbeddedServer.start(settings, knownKeys, log), log, knownKeys)
        }
    }
}
