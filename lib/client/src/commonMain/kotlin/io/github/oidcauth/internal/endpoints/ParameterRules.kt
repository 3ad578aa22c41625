// Tested by TokenParametersTest.
package io.github.oidcauth.internal.endpoints

import io.github.oidcauth.InvalidConfigException
import io.github.oidcauth.oauth2.RequestOptions

/** Checks the custom parameters that a caller adds to a request. Pure. */
internal object ParameterRules {
    /**
     * The parameters that identify the client and the requested grant. A second value would change the request after it was
     * validated.
     */
    private val RESERVED =
        setOf(
            "grant_type",
            "response_type",
            "client_id",
            "client_secret",
            "client_assertion",
            "client_assertion_type",
            "redirect_uri",
            "state",
            "nonce",
            "code",
            "code_verifier",
            "code_challenge",
            "code_challenge_method",
            "request",
            "request_uri",
        )

    /** Parameters with a setting of their own. */
    private val SETTINGS = setOf("scope", "resource", "audience", "authorization_details")

    /** Parameters that only a single request can have. */
    private val ONE_REQUEST = setOf("scope", "authorization_details")

    private const val OF_PROTOCOL = "The parameter % is set by the protocol and cannot be added."

    private const val OF_CLIENT_SECRET =
        "The parameter client_secret is sent by the client's authentication. " +
            "Set clientSecret, or ClientSecretPost to have it in the body."

    /**
     * Checks the custom parameters of [options].
     *
     * @throws InvalidConfigException when one has the name of one of [own], or of a parameter of the protocol.
     */
    fun check(
        own: List<Pair<String, String>>,
        options: RequestOptions,
    ) {
        val taken = own.mapTo(mutableSetOf()) { it.first }
        options.custom.forEach { (name, _) ->
            val fault = if (name in taken) OF_PROTOCOL.replace("%", name) else fault(name, SETTINGS)
            fault?.let { throw InvalidConfigException(it) }
        }
    }

    /** Returns why a parameter [name] cannot go with every token request, or null if it can. */
    fun faultOfDefault(name: String): String? = fault(name, ONE_REQUEST)

    private fun fault(
        name: String,
        settings: Set<String>,
    ): String? =
        when (name) {
            "client_secret" -> OF_CLIENT_SECRET
            in RESERVED -> OF_PROTOCOL.replace("%", name)
            in settings -> "The parameter $name has a setting of its own. Use that."
            "" -> "A parameter must have a name."
            else -> null
        }
}
