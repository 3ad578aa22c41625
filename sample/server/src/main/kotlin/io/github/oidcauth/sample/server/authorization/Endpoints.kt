package io.github.oidcauth.sample.server.authorization

/**
 * The addresses of the provider's endpoints, below its issuer. They are Spring's own, written down because others refer to
 * them.
 */
internal object Endpoints {
    const val AUTHORIZATION = "/oauth2/authorize"
    const val TOKEN = "/oauth2/token"
    const val DEVICE_AUTHORIZATION = "/oauth2/device_authorization"
    const val DEVICE_VERIFICATION = "/oauth2/device_verification"
    const val PUSHED_AUTHORIZATION = "/oauth2/par"
    const val REVOCATION = "/oauth2/revoke"
    const val INTROSPECTION = "/oauth2/introspect"
    const val BACKCHANNEL_AUTHENTICATION = "/oauth2/bc-authorize"
    const val USERINFO = "/userinfo"
    const val REGISTRATION = "/connect/register"

    /** The endpoints that authenticate clients. */
    val ofClients: List<String> =
        listOf(TOKEN, DEVICE_AUTHORIZATION, PUSHED_AUTHORIZATION, REVOCATION, INTROSPECTION, BACKCHANNEL_AUTHENTICATION)
}
