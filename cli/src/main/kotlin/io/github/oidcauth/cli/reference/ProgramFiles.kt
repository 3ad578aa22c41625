// Tested by ReferenceTest.
package io.github.oidcauth.cli.reference

/** The files that the program reads and writes, for the manual. */
internal object ProgramFiles {
    /** A path, and the purpose of the file. */
    class ProgramFile(
        val path: String,
        val purpose: String,
    )

    val ALL: List<ProgramFile> =
        listOf(
            ProgramFile(
                "~/.cache/py-oidc-auth/token-store.json",
                "The tokens, on Linux. XDG_CACHE_HOME replaces ~/.cache, and --app-name the name of the directory. On " +
                    "macOS it is in ~/Library/Caches, on Windows in %LOCALAPPDATA%. --store names another place.",
            ),
            ProgramFile(
                "~/.config/oidc-auth/config.toml",
                "The configuration, on Linux. XDG_CONFIG_HOME replaces ~/.config.",
            ),
        )
}
