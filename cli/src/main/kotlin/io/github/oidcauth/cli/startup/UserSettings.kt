package io.github.oidcauth.cli.startup

import java.io.File

/** The files by which a user changes what the command does without options. */
internal class UserSettings(
    private val environment: Map<String, String>,
    private val userHome: String?,
) {
    /**
     * Returns true if a file of settings may exist: in any of the directories that systems have for them. Reading it is left to
     * the rest of the program.
     */
    fun mayExist(): Boolean {
        val homes = arrayOf(environment["HOME"], userHome, environment["USERPROFILE"])
        for (home in homes) {
            if (home.isNullOrBlank()) continue
            for (directory in BELOW_HOME) if (isUsed(File(home, directory))) return true
        }
        for (name in VARIABLES) {
            val directory = environment[name]
            // The rest of the program knows what a ~ means.
            if (!directory.isNullOrBlank() && (directory.startsWith('~') || isUsed(File(directory)))) return true
        }
        return false
    }

    private fun isUsed(directory: File): Boolean {
        val ours = File(directory, APP)
        // A file in a directory that may not be searched seems not to exist.
        if (!ours.exists()) return directory.exists() && !directory.canExecute()
        // Names, and not files: a link may lead nowhere or in a circle, which reading it reports. No list is a directory that may
        // not be read. Windows has a directory for the author, too.
        val names = ours.list() ?: return true
        return names.any { it in FILES || it == APP }
    }

    private companion object {
        const val APP = "oidc-auth"
        val FILES = arrayOf("config.toml", "accounts.json")
        val BELOW_HOME = arrayOf(".config", "Library/Preferences", "Library/Application Support")
        val VARIABLES = arrayOf("XDG_CONFIG_HOME", "APPDATA", "LOCALAPPDATA")
    }
}
