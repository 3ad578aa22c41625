// Tested by GrantTokensTest.
package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.convert
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.cli.grants.GrantInput
import io.github.oidcauth.cli.grants.GrantName
import io.github.oidcauth.cli.grants.InputFile
import io.github.oidcauth.cli.onOneLine
import java.io.InputStream

/** The options for a token without a user. */
internal class GrantOptions : OptionGroup("Machine to machine") {
    val name by option(
        "--grant",
        metavar = "GRANT",
        help =
            "Obtain the token without a user, with --client-id: ${GrantName.WORDS}. " +
                "The client authenticates by --client-secret-file, OIDC_AUTH_CLIENT_SECRET, --client-key-file or " +
                "--client-cert-file.",
    ).convert { GrantName.find(it) ?: fail("'${it.onOneLine()}' is none of ${GrantName.WORDS}.") }

    val keyFile by option(
        "--client-key-file",
        metavar = "FILE",
        help = "The private key of the client (private_key_jwt), as PEM or JWK; nobody else may read it.",
    )

    val keyId by option("--client-key-id", metavar = "ID", help = "The key's id at the issuer (kid), for a key in PEM.")

    val certificateFile by option(
        "--client-cert-file",
        metavar = "FILE",
        help = "The client's certificate and its key (mutual TLS), as PEM; nobody else may read it.",
    )

    private val assertionFile by option(
        "--assertion-file",
        metavar = "FILE",
        help =
            "The assertion for jwt-bearer (a JWT) or saml2-bearer (XML). It is read again for each token. - is standard " +
                "input.",
    )

    private val subjectTokenFile by option(
        "--subject-token-file",
        metavar = "FILE",
        help = "The token to exchange. It is read again for each exchange. - is standard input.",
    )

    private val subjectTokenType by option(
        "--subject-token-type",
        metavar = "TYPE",
        help = "Its type: access_token, id_token, refresh_token, jwt, saml1, saml2 or a URI. Default: access_token.",
    )

    private val actorTokenFile by option("--actor-token-file", metavar = "FILE", help = "The token of the acting party.")

    private val actorTokenType by option("--actor-token-type", metavar = "TYPE", help = "Its type. Default: access_token.")

    private val requestedTokenType by option(
        "--requested-token-type",
        metavar = "TYPE",
        help = "The type of token to exchange it for. Default: the server chooses.",
    )

    /** True if the token is obtained without a user. */
    val isChosen: Boolean get() = name != null

    /** True if one of the files is standard input. */
    val usesStandardInput: Boolean
        get() = InputFile.STANDARD_INPUT in
            listOf(keyFile, certificateFile, assertionFile, subjectTokenFile, actorTokenFile)

    override fun postValidate(context: Context) {
        super.postValidate(context)
        val used =
            listOf(
                "--client-key-file" to keyFile,
                "--client-key-id" to keyId,
                "--client-cert-file" to certificateFile,
                "--assertion-file" to assertionFile,
                "--subject-token-file" to subjectTokenFile,
                "--subject-token-type" to subjectTokenType,
                "--actor-token-file" to actorTokenFile,
                "--actor-token-type" to actorTokenType,
                "--requested-token-type" to requestedTokenType,
            )
        val first = used.firstOrNull { it.second != null }?.first
        if (name == null && first != null) throw UsageError("$first is for --grant: ${GrantName.WORDS}.")
        if (keyId != null && keyFile == null) throw UsageError("--client-key-id needs --client-key-file.")
        if (name != null) input(InputStream.nullInputStream()).requireComplete()
    }

    /** Returns the files of the chosen grant, of which `-` is [stdin]. */
    fun input(stdin: InputStream): GrantInput {
        fun file(
            option: String,
            name: String?,
        ) = name?.let { InputFile(option, it, stdin) }
        return GrantInput(
            checkNotNull(name) { "No grant is chosen." },
            file("--assertion-file", assertionFile),
            file("--subject-token-file", subjectTokenFile),
            subjectTokenType,
            file("--actor-token-file", actorTokenFile),
            actorTokenType,
            requestedTokenType,
        )
    }
}
