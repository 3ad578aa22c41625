package io.github.oidcauth.cli.options

import com.github.ajalt.clikt.core.ParameterHolder
import com.github.ajalt.clikt.parameters.groups.OptionGroup
import com.github.ajalt.clikt.parameters.options.OptionWithValues
import com.github.ajalt.clikt.parameters.options.option

/** The option for one of several accounts at HOST, for commands without [ClientOptions], which have it too. */
internal class AccountOption : OptionGroup() {
    val account by accountOption()
}

/** Returns the option `--account`. An empty name is the token without an account. */
internal fun ParameterHolder.accountOption(): OptionWithValues<String?, String, String> =
    option(
        "--account",
        metavar = "NAME",
        help = "One of several accounts at HOST, by your name, address or identifier there. Default: the one in use, see switch.",
    )
