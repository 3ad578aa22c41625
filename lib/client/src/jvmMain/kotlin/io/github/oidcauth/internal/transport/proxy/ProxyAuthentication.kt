// Tested by ProxyTunnelTest.
package io.github.oidcauth.internal.transport.proxy

import io.github.oidcauth.TransportException
import io.github.oidcauth.TransportException.Fault
import io.ktor.http.HttpHeaders
import okhttp3.Authenticator
import okhttp3.Challenge
import okhttp3.Interceptor
import okhttp3.Request
import okhttp3.Response
import okhttp3.Route
import java.net.Authenticator.RequestorType
import java.net.HttpURLConnection.HTTP_PROXY_AUTH
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.Authenticator as JavaAuthenticator

/**
 * Authenticates at HTTP proxies with Basic (RFC 7617), and nowhere else.
 *
 * User name and password are sent with the first request to the proxy that they were configured for: with the `CONNECT` of a
 * tunnel, or with an http request, which the proxy itself reads. A proxy without configured credentials that requires them gets
 * those of the program's default `java.net.Authenticator`, if there is one. A server behind a tunnel gets none, whatever it
 * requires.
 */
internal class ProxyAuthentication(
    private val program: () -> JavaAuthenticator? = JavaAuthenticator::getDefault,
) : Authenticator,
    Interceptor {
    /**
     * Returns the request of [response] with credentials, or null when [response] requires none.
     *
     * @throws ProxyFaultException when the proxy requires credentials that are not available, or refuses them.
     */
    override fun authenticate(
        route: Route?,
        response: Response,
    ): Request? {
        // A response over TLS comes from the server itself.
        if (route == null || response.handshake != null) return null
        val configured = (route.proxy as? ProxyAddress)?.authorization
        val isSent = response.request.header(HttpHeaders.ProxyAuthorization) != null
        if (isPreemptive(response) && !isSent) return configured?.let { response.request.with(it) }
        val challenges = response.challenges()
        val refused =
            when {
                configured != null -> (route.proxy as ProxyAddress).source
                isSent -> ProxySource.Program
                else -> null
            }
        val basic = challenges.firstOrNull(::isBasic)
        val fromProgram = if (refused == null && basic != null) askJavaAuthenticator(route, response, basic) else null
        return fromProgram?.let { response.request.with(it) }
            ?: throw ProxyFaultException(errors(route).authentication(challenges.map { it.scheme }, refused), isResponse = true)
    }

    /** Runs for each connection that a request is sent on, so it knows whether the proxy or the server reads the request. */
    override fun intercept(chain: Interceptor.Chain): Response {
        val route = checkNotNull(chain.connection()).route()
        val isReadByProxy = route.proxy.type() == Proxy.Type.HTTP && !route.requiresTunnel()
        val request = chain.request()
        val authorization = (route.proxy as? ProxyAddress)?.authorization
        val response =
            chain.proceed(
                when {
                    !isReadByProxy -> request.newBuilder().removeHeader(HttpHeaders.ProxyAuthorization).build()
                    authorization != null -> request.with(authorization)
                    else -> request
                },
            )
        if (response.code == HTTP_PROXY_AUTH && route.proxy.type() != Proxy.Type.HTTP) {
            response.close()
            throw ProxyFaultException(unexpected(request), isResponse = true)
        }
        return response
    }

    /** Returns whether this is OkHttp's artificial response before the first `CONNECT`, which has no time. */
    private fun isPreemptive(response: Response) =
        response.receivedResponseAtMillis < 0 && response.challenges().any { it.scheme == "OkHttp-Preemptive" }

    private fun isBasic(challenge: Challenge) = challenge.scheme.equals("Basic", ignoreCase = true)

    private fun askJavaAuthenticator(
        route: Route,
        response: Response,
        challenge: Challenge,
    ): String? {
        val program = program()
        // OkHttp does not send such a body again.
        val isSentOnce = response.request.body?.isOneShot() == true
        if (program == null || isSentOnce) return null
        val address = route.proxy.address() as InetSocketAddress
        val url = response.request.url
        val login =
            try {
                JavaAuthenticator.requestPasswordAuthentication(
                    program,
                    address.hostString,
                    route.socketAddress.address,
                    address.port,
                    url.scheme,
                    challenge.realm.orEmpty(),
                    challenge.scheme,
                    url.toUrl(),
                    RequestorType.PROXY,
                )
            } catch (_: RuntimeException) {
                // An Authenticator that fails provides no credentials.
                null
            }
        return login?.let { ProxyAddress.basic(it.userName.orEmpty(), String(it.password)) }
    }

    private fun Request.with(authorization: String) = newBuilder().header(HttpHeaders.ProxyAuthorization, authorization).build()

    private fun errors(route: Route) =
        ProxyErrors(route.proxy, route.address.url.run { ProxyAddress.hostAndPort(host, port) })

    /**
     * Returns the exception for a 407 without a configured HTTP proxy: from a proxy that intercepts the connections of its
     * network, or from a faulty server.
     */
    private fun unexpected(request: Request): TransportException {
        val origin = request.url.run { "$scheme://${ProxyAddress.hostAndPort(host, port)}" }
        return TransportException(
            Fault.CONNECTION_REFUSED,
            "$origin requires a login at a proxy (status 407), and no HTTP proxy is configured for it. " +
                "If your network has one, name it with user name and password in the variable ${request.url.scheme}_proxy.",
        )
    }
}
