// Tested by OidcAuthAutoConfigurationTest and MetadataTest.
package io.github.oidcauth.spring

import io.github.oidcauth.spring.internal.MEMORY_STORE
import io.github.oidcauth.spring.internal.PREFIX
import org.springframework.boot.context.properties.ConfigurationProperties
import java.time.Duration

/**
 * The settings `oidc-auth.*` of a Spring Boot application. They are bound at start; changes of an instance have no effect.
 *
 * ```
 * oidc-auth:
 *   clients:
 *     orders:
 *       issuer: https://login.example.com
 *       client-id: shop
 *       client-secret: ${ORDERS_SECRET}
 *       scope: read
 *       origins: https://orders.example.com
 * ```
 */
@ConfigurationProperties(PREFIX)
public class OidcAuthProperties {
    /** The clients by names of your choice. */
    public var clients: MutableMap<String, Client> = linkedMapOf()

    /**
     * True, the default, if the builders of Spring Boot (`RestClient.Builder`, `RestTemplateBuilder`, `WebClient.Builder`) make
     * clients that send the tokens, to the origins of the clients alone.
     */
    public var customizeBuilders: Boolean = true

    /** Shows no secret. */
    override fun toString(): String = "OidcAuthProperties(clients=$clients)"

    /** The settings of one client: the grant by which it obtains tokens, and the APIs that they are for. */
    public class Client {
        /** The issuer, whose endpoints are found by discovery. */
        public var issuer: String? = null

        /** The URL of the token endpoint, in place of the issuer: nothing is discovered then. */
        public var tokenEndpoint: String? = null

        /** The URL of an application that has the routes of py-oidc-auth, in place of the issuer. For [Grant.USER] only. */
        public var host: String? = null

        /** The client's registered id. */
        public var clientId: String? = null

        /** The client's secret. */
        public var clientSecret: String? = null

        /** A file with the client's secret, whose final line break does not count; in place of the secret itself. */
        public var clientSecretFile: String? = null

        /** A file with the client's private key in PEM (`private_key_jwt`), in place of a secret. */
        public var privateKeyFile: String? = null

        /** The grant by which tokens are obtained. */
        public var grant: Grant = Grant.CLIENT_CREDENTIALS

        /** The requested scopes. */
        public var scope: MutableList<String> = mutableListOf()

        /** The requested audiences, for servers that have such a parameter. */
        public var audience: MutableList<String> = mutableListOf()

        /** The APIs that the token is for, as URIs (RFC 8707). */
        public var resource: MutableList<String> = mutableListOf()

        /** The origins that tokens are sent to, such as `https://orders.example.com`. If empty, they are sent nowhere. */
        public var origins: MutableList<String> = mutableListOf()

        /** The store of the tokens: `memory`, the default, `file`, or the name of a bean of type `TokenStore`. */
        public var store: String = MEMORY_STORE

        /** The last part of a token's lifetime in which it is refreshed in the background, from 0.0, never, to 0.5. */
        public var refreshAhead: Double = 0.0

        /** The longest duration of one request to the server. */
        public var requestTimeout: Duration? = null

        /** True if tokens may be sent to the origins by http, and requested so. For test networks only. */
        public var allowInsecureHttp: Boolean = false

        /** Shows no secret. */
        override fun toString(): String = "Client(grant=$grant, origins=$origins)"
    }

    /** The grants by which tokens are obtained. */
    public enum class Grant {
        /** Client credentials: the application gets a token for itself (RFC 6749 §4.4). */
        CLIENT_CREDENTIALS,

        /**
         * A user logs in, as with `authenticate`, when the first token is needed. For programs with a terminal, such as a
         * `CommandLineRunner`; in a service, there is no user.
         */
        USER,
    }
}
