// Tested by SettingsSourceTest.
package io.github.oidcauth.cli.settings

import io.github.oidcauth.cli.framework.UnknownCommand

/**
 * The settings in effect in one run: variables before the section of the host before the top of config.toml. The parser reads
 * the options of the command line, which come before all of them.
 */
internal class Settings(
    private val environment: (String) -> String?,
    /** The words of the command line. */
    private val arguments: List<String>,
    /** The host that the command line names, or null. */
    private val host: String?,
    config: () -> ConfigFile?,
) {
    /** The content of config.toml, or null if there is none. Read on first use. @throws ConfigFailure if it cannot be used. */
    val file: ConfigFile? by lazy(config)

    /** The entry of the host in config.toml, or null. @throws ConfigFailure if it cannot be used. */
    val entry: HostEntry? by lazy { host?.let { file?.entryOf(it) } }

    /** The value of a setting, and where it is from. */
    class Found(
        val values: List<String>,
        val origin: Origin,
    )

    /** Returns the value of [key] outside of the command line, or null. */
    fun find(key: SettingKey): Found? {
        val level = levelOf(key.name)
        // A flag replaces what a file says, also where that is said by another setting.
        val isReplaced = REPLACED_BY[key.name].orEmpty().any { levelOf(it) < level }
        val isUnusable = NEEDED_BY[key.name]?.let { levelOf(it) == Level.NONE } == true
        return if (isReplaced || isUnusable) null else valueAt(level, key)
    }

    /** Returns true if a variable or config.toml has the setting [name]. */
    fun maySet(name: String): Boolean = levelIgnoringFlags(name) != Level.NONE

    /** Returns the URL of the entry with the alias [word], or else [word]. */
    fun urlOf(word: String): String = file?.hosts?.find { it.alias == word }?.url ?: word

    /** Returns true if [word] is an alias in config.toml. */
    fun isAlias(word: String): Boolean = file?.hosts.orEmpty().any { it.alias == word }

    /** Returns the alias that [word] was probably meant to be, or null if it is one, or may be a host. */
    fun aliasNear(word: String): String? {
        if (isAlias(word) || !UnknownCommand.isBareWord(word)) return null
        return Spelling.nearest(word, file?.hosts.orEmpty().map { it.alias })
    }

    private fun levelOf(name: String): Level = if (isFlagSet(name)) Level.FLAG else levelIgnoringFlags(name)

    private fun levelIgnoringFlags(name: String): Level =
        if (variableOf(SettingKey(name, SettingKey.Kind.TEXT, help = "")) != null) Level.VARIABLE else levelInFile(name)

    private fun levelInFile(name: String): Level =
        when {
            entry?.settings?.get(name) != null -> Level.HOST
            file?.defaults?.get(name) != null -> Level.TOP
            else -> Level.NONE
        }

    private fun valueAt(
        level: Level,
        key: SettingKey,
    ): Found? =
        when (level) {
            Level.VARIABLE -> variableOf(key)
            Level.HOST -> entry?.settings?.get(key.name)?.let { found(it, entry?.alias) }
            Level.TOP -> file?.defaults?.get(key.name)?.let { found(it, null) }
            Level.FLAG, Level.NONE -> null
        }

    private fun found(
        setting: Setting,
        alias: String?,
    ): Found? = file?.let { Found(setting.values, Origin.File(it.path, setting.position, alias)) }

    private fun variableOf(key: SettingKey): Found? {
        val names = listOf(key.variable) + OTHER_VARIABLES[key.name].orEmpty()
        for (name in names) {
            val value = environment(name)?.trim()?.takeIf { it.isNotEmpty() } ?: continue
            val values = if (key.kind == SettingKey.Kind.LIST) value.split(BLANKS) else listOf(value)
            return Found(values, Origin.Variable(name, isReadElsewhere = name != key.variable))
        }
        return null
    }

    /** Returns true if the command line has the option of [name]. */
    fun isFlagSet(name: String): Boolean {
        val long = "--" + name.replace('_', '-')
        return arguments.takeWhile { it != "--" }.any { word ->
            word == long || word.startsWith("$long=") || SHORT[name]?.containsMatchIn(word) == true
        }
    }

    private enum class Level { FLAG, VARIABLE, HOST, TOP, NONE }

    private companion object {
        val BLANKS = Regex("\\s+")

        private val OF_USER_LOGINS =
            listOf(
                "acr",
                "max_age",
                "listen",
                "flow",
                "ports",
                "redirect_uri",
                "login_route",
                "token_route",
                "device_route",
                "timeout",
            )

        /** Settings that cannot be combined with others: the one that is set closer to the run wins. */
        val REPLACED_BY: Map<String, List<String>> =
            OF_USER_LOGINS.associateWith { listOf("grant") } +
                mapOf("ports" to listOf("redirect_uri", "grant"), "redirect_uri" to listOf("ports", "grant"))

        /** Settings that have no meaning without another one, such as the defaults for issuers where the host is an application. */
        val NEEDED_BY = listOf("audience", "resource", "client_secret_file").associateWith { "client_id" }
        val SHORT = mapOf("ports" to Regex("^-v*p"))

        /** Variables that other parts of the program read. They, too, come before config.toml. */
        val OTHER_VARIABLES =
            mapOf(
                "store" to listOf("OIDC_TOKEN_STORE", "OIDC_TOKEN_FILE"),
                "interactive" to listOf("INTERACTIVE_SESSION"),
            )
    }
}
