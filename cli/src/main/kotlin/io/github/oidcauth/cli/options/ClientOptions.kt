// Tested by LoginParametersTest.
package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.Config
import io.github.oidcauth.cli.Target
import io.github.oidcauth.oauth2.RequestOptions
import kotlin.time.Duration

/** The options for the client at a standard issuer, and for the requested token. */
internal class ClientOptions : OptionGroup("At an issuer") {
    val clientId by option("--client-id", metavar = "ID", help = "The name of your program at the issuer.")

    /** The value of `--account`, or null. An empty one is the token without an account. */
    val account by accountOption()

    private val clientSecretFile by option(
        "--client-secret-file",
        metavar = "FILE",
        help = "The file with its secret, if it has one; nobody else may read it. - is standard input.",
    )

    private val scopes by option(
        "--scope",
        metavar = "SCOPE",
        help = "Scope to request; may be repeated. Default: openid. Add offline_access to stay logged in.",
    ).multiple()

    /** The APIs that the token is for, by names that the issuer knows. */
    val audiences by option(
        "--audience",
        metavar = "NAME",
        help = "An API that the token is for; may be repeated.",
    ).multiple()

    private val resources by option("--resource", metavar = "URI", help = "The same, by its URI (RFC 8707).").multiple()

    private val minTtl by option(
        "--min-ttl",
        metavar = "TIME",
        help = "The minimum lifetime of the token: seconds, or such as 90s, 5m, 1h. Default: 60.",
    ).duration()

    /** Returns the file of the client's secret, or null if there is none. @throws UsageError if there is no client to use it. */
    fun secretFile(): String? {
        val forIssuers =
            mapOf(
                "--client-secret-file" to (clientSecretFile != null),
                "--audience" to audiences.isNotEmpty(),
                "--resource" to resources.isNotEmpty(),
            )
        val option = forIssuers.entries.find { it.value }?.key
        if (clientId == null && option != null) {
            throw UsageError("$option is for an issuer, and needs --client-id: the name of your program at the issuer.")
        }
        return clientSecretFile
    }

    /** True if the options select one of the client's tokens. */
    val isSpecific: Boolean get() = scopes.isNotEmpty() || audiences.isNotEmpty() || resources.isNotEmpty()

    /** Returns the stored tokens of [host] that the options select. @throws UsageError if a client is missing. */
    fun target(host: String): Target {
        val secretFile = secretFile()
        if (isSpecific && clientId == null) throw UsageError("--scope selects one of a client's tokens, and needs --client-id.")
        return Target(host, clientId != null, isSpecific, secretFile, account, ::applyTo)
    }

    /** The minimum lifetime of a returned token, or null for the default. */
    val minTtlOrNull: Duration? get() = minTtl

    /** Returns scope, APIs and [parameters] of a request for a token. @throws UsageError if one of them is not valid. */
    fun requestOptions(parameters: Map<String, String>): RequestOptions =
        try {
            RequestOptions { addTo(this, parameters) }
        } catch (e: IllegalArgumentException) {
            throw UsageError(e.message.orEmpty())
        }

    /** Not within the block of the builder, whose internal properties have the same names and would be read. */
    private fun addTo(
        builder: RequestOptions.Builder,
        parameters: Map<String, String>,
    ) {
        if (scopes.isNotEmpty()) builder.scope(scopes)
        audiences.forEach { builder.audience(it) }
        resources.forEach { builder.resource(it) }
        parameters.forEach { (name, value) -> builder.parameter(name, value) }
    }

    fun applyTo(builder: Config.Builder) {
        builder.clientId = clientId
        builder.account = account?.ifEmpty { null }
        if (scopes.isNotEmpty()) builder.scope = scopes.joinToString(" ")
        builder.audiences = audiences
        builder.resources = resources
        minTtl?.let { builder.minTtl = it }
    }
}
