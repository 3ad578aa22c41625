// Tested by ScriptedLoginServerTest.
package io.github.oidcauth.testing

import io.ktor.http.Parameters

/**
 * A request that a [ScriptedLoginServer] has received. An immutable value. [toString] prints neither secrets nor headers; the
 * other functions return them.
 */
public class ServerRequest internal constructor(
    /** The endpoint of the request. */
    public val endpoint: ServerEndpoint,
    /** The method of the request, such as `POST`. */
    public val method: String,
    /** The path, such as `/token`. */
    public val path: String,
    private val parameters: Parameters,
    private val headers: Map<String, String>,
    private val known: Set<String>,
) {
    /** The names of the parameters, of query and form. */
    public val names: Set<String> get() = parameters.names()

    /** The names of unknown parameters: those of extensions that this server does not have, and misspelled ones. */
    public val unknownNames: Set<String> get() = names - known

    /** Returns the value of the parameter [name], the first of several, or null. */
    public operator fun get(name: String): String? = parameters[name]

    /** Returns all values of the parameter [name], in order. */
    public fun all(name: String): List<String> = parameters.getAll(name).orEmpty()

    /** Returns the value of the header [name], in any case, or null. */
    public fun header(name: String): String? = headers[name.lowercase()]

    override fun toString(): String =
        parameters.entries().joinToString("&", "$method $path ", "") { (name, values) ->
            values.joinToString("&") { "$name=${if (name in PLAIN) it else "██"}" }
        }.trim()

    private companion object {
        /** The parameters that may be printed; any other may be a secret. */
        val PLAIN =
            setOf(
                "grant_type",
                "response_type",
                "response_mode",
                "client_id",
                "redirect_uri",
                "scope",
                "code_challenge_method",
                "prompt",
                "offline_access",
                "token_type_hint",
                "audience",
                "resource",
                "max_age",
                "acr_values",
                "subject_token_type",
                "actor_token_type",
                "requested_token_type",
            )
    }
}
