package io.github.oidcauth.spring.internal

import io.github.oidcauth.http.RequestAuthorizer
import org.springframework.beans.factory.ObjectProvider
import org.springframework.beans.factory.SmartInitializingSingleton
import org.springframework.http.HttpMethod
import java.net.URI

/** The authorizers of an application, each for origins of its own. */
internal class AuthorizedOrigins(
    private val provider: ObjectProvider<RequestAuthorizer>,
) : SmartInitializingSingleton {
    val authorizers: List<RequestAuthorizer> by lazy { provider.orderedStream().toList() }

    /** Returns true if requests to [uri] get a token. */
    fun contains(
        method: HttpMethod,
        uri: URI,
    ): Boolean = authorizers.any { it.begin(method.name(), uri.toString(), hasAuthorization = false) != null }

    /** Fails at start if the token that a request gets would depend on the order of the authorizers. */
    override fun afterSingletonsInstantiated() {
        val repeated = authorizers.flatMap { it.origins }.groupingBy { it }.eachCount().filterValues { it > 1 }.keys
        if (repeated.isNotEmpty()) {
            throw InvalidClientSettingException(
                "oidc-auth.clients.*.origins",
                "Tokens of several clients would be sent to ${repeated.joinToString()}.",
                "Name each origin for one client.",
            )
        }
    }
}
