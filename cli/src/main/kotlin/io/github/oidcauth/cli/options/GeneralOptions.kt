package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.completion.CompletionCandidates
import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.default
import com.github.ajalt.clikt.parameters.options.flag
import com.github.ajalt.clikt.parameters.options.option
import io.github.oidcauth.Config

/** The options that all commands have. */
internal class GeneralOptions : OptionGroup("General options") {
    /** The address of the store, or null if none is named. It may contain a password. */
    val store by option(
        "--store",
        metavar = "ADDRESS",
        completionCandidates = CompletionCandidates.Fixed("file", "keyring", "keyring-or-file"),
        help =
            "The place of the tokens. file, file:PATH: unencrypted. keyring, keyring:PATH: a file that is encrypted with a " +
                "key in the keyring of the operating system. keyring-or-file: file where there is no keyring. redis://HOST, " +
                "rediss://HOST (TLS): shared by a fleet; redis-sentinel://HOST,HOST#NAME by its sentinels. Default: file.",
    )

    val appName by option(
        "--app-name",
        metavar = "NAME",
        help = "The application whose cache directory is used. Default: ${Config.DEFAULT_APP_NAME}, the Python client's.",
    ).default(Config.DEFAULT_APP_NAME)

    /** The file of certificate authorities to trust, or null if none is named. */
    val caFile by option(
        "--ca-file",
        metavar = "FILE",
        help =
            "Trust the certificate authorities in FILE (PEM), and no others: such as the one of your organization.",
    )

    val verbose by option("-v", "--verbose", help = "Report progress on standard error.").flag()

    override fun postValidate(context: Context) {
        super.postValidate(context)
        if (caFile?.isBlank() == true) throw UsageError("--ca-file needs a FILE: the certificate authorities to trust.")
    }
}
