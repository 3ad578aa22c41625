package io.github.oidcauth.cli

import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.multiple
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.Config
import kotlin.time.Duration.Companion.seconds

/** The options for the client at a standard issuer, and for the requested token. */
internal class IssuerOptions : OptionGroup() {
    val clientId by option("--client-id")
    private val clientSecretFile by option("--client-secret-file")
    private val scopes by option("--scope").multiple()
    private val audiences by option("--audience").multiple()
    private val resources by option("--resource").multiple()
    private val minTtl by option("--min-ttl")
        .convert { text ->
            text.toIntOrNull()?.takeIf { it >= 0 } ?: fail("'$text' is not a whole number of seconds, 0 or more.")
        }

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

    fun applyTo(builder: Config.Builder) {
        builder.clientId = clientId
        if (scopes.isNotEmpty()) builder.scope = scopes.joinToString(" ")
        builder.audiences = audiences
        builder.resources = resources
        minTtl?.let { builder.minTtl = it.seconds }
    }
}
