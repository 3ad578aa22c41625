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
            when (name) {
                in RESERVED, in taken -> throw InvalidConfigException(
                    "The parameter $name is set by the protocol and cannot be added.",
                )

                in SETTINGS -> throw InvalidConfigException("The parameter $name has a setting of its own. Use that.")

                "" -> throw InvalidConfigException("A parameter must have a name.")
            }
        }
    }
}
