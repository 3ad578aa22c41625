// Tested by ReferenceTest.
package io.github.oidcauth.cli.reference

/** The sentences about the program as a whole in the manual page and the references. */
internal object ProgramText {
    const val PURPOSE: String = "OAuth 2.0 and OpenID Connect tokens for the terminal"
    const val HOME_PAGE: String = "https://github.com/oidcauth/oidc-auth"
    const val WITHOUT_COMMAND: String = "Without a command"

    val SYNOPSIS: List<String> = listOf("oidc-auth COMMAND [OPTIONS] ...", "oidc-auth [OPTIONS] HOST")

    val ABOUT: List<String> =
        listOf(
            "Logs in to applications and issuers of OpenID Connect and OAuth 2.0, keeps the tokens, and prints them for " +
                "scripts.",
            "HOST is the base URL of an application, such as https://myapp.example.com. Without a scheme, https is used. A " +
                "host whose name has no dot is written https://idp. With --client-id, HOST is any issuer of OpenID Connect or " +
                "OAuth 2.0.",
            "Results go to standard output, everything else to standard error.",
        )

    /** Returns the sentence that names the groups of options of a command that are documented elsewhere. */
    fun moreOptions(groups: List<String>): String =
        "Further options, under OPTIONS: " + groups.joinToString(", ") { "\"$it\"" } + "."
}
