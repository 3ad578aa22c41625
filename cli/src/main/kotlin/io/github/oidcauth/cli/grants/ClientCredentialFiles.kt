// Tested by GrantTokensTest.
package io.github.oidcauth.cli.grants

import com.github.ajalt.clikt.core.UsageError
import io.github.oidcauth.cli.ClientSecretFile
import io.github.oidcauth.cli.framework.CommandContext
import io.github.oidcauth.cli.options.ClientOptions
import io.github.oidcauth.cli.options.GrantOptions
import io.github.oidcauth.oauth2.ClientCertificate
import io.github.oidcauth.oauth2.ClientConfig
import io.github.oidcauth.oauth2.Jwk

/** Reads what a client authenticates with: its secret, its key, or its certificate. */
internal class ClientCredentialFiles(
    private val context: CommandContext,
    private val clientOptions: ClientOptions,
    private val grantOptions: GrantOptions,
) {
    private val secretFile = clientOptions.secretFile()

    /** @throws UsageError if several things are to be read from standard input. */
    fun requireOneStandardInput(input: GrantInput) {
        val own = listOf(secretFile, grantOptions.keyFile, grantOptions.certificateFile).count { it == InputFile.STANDARD_INPUT }
        if (own + input.fromStandardInput > 1) {
            throw UsageError("Only one file can be standard input (-). Name files for the others.")
        }
    }

    /** Returns the client [id] with its credentials; without any it is a public client. */
    suspend fun client(id: String): ClientConfig {
        if (grantOptions.keyFile != null && secretFile != null) {
            throw UsageError("--client-key-file and --client-secret-file cannot be combined: a client authenticates in one way.")
        }
        val key = grantOptions.keyFile?.let { keyIn(it, grantOptions.keyId) }
        val certificate =
            grantOptions.certificateFile?.let {
                ClientCertificate.fromPem(file(it, "--client-cert-file", "key of the client certificate").readText())
            }
        val secret = if (key == null) context.secretIn(secretFile) else null
        return ClientConfig(id) {
            secret?.let { clientSecret = it }
            key?.let { signingKey = it }
            certificate?.let { clientCertificate = it }
            caFile = context.caFile
        }
    }

    private suspend fun keyIn(
        name: String,
        keyId: String?,
    ): Jwk {
        val text = file(name, "--client-key-file", "client key").readText()
        if (!text.trimStart().startsWith('{')) return Jwk.fromPem(text, keyId)
        if (keyId != null) throw UsageError("--client-key-id is for a key in PEM. A JWK has its id as the member kid.")
        return Jwk.parse(text)
    }

    private fun file(
        name: String,
        option: String,
        content: String,
    ) = ClientSecretFile(name, context.process.stdin, option, content)
}
