package io.github.oidcauth.cli.settings

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.parameters.options.Option
import com.github.ajalt.clikt.parameters.options.OptionTransformContext
import com.github.ajalt.clikt.parameters.options.OptionWithValues

/** A setting: an option of a command that a file or a variable may set, too. */
internal class SettingKey(
    /** The name in config.toml, such as `client_id`. */
    val name: String,
    val kind: Kind,
    val help: String,
    /** The placeholder for the value, or null for a flag. */
    val metavar: String? = null,
) {
    enum class Kind { FLAG, TEXT, LIST }

    val option: String get() = "--" + name.replace('_', '-')

    val variable: String get() = VARIABLE_PREFIX + name.uppercase()

    /** The default that the help states, or null if it is none or depends on something. */
    val default: String?
        get() =
            DEFAULT.find(help)?.groupValues?.get(1)?.removeSuffix(".")?.substringBefore(',')?.takeUnless { ' ' in it }

    /** True if the value is the path of a file, which config.toml may give relative to itself. */
    val isFile: Boolean get() = name.endsWith("_file")

    companion object {
        const val VARIABLE_PREFIX: String = "OIDC_AUTH_"
        private val DEFAULT = Regex("Default: (.+?)(\\. |\\.?$)")

        /** Returns the setting of [option], or null if only the command line can have it ([OneRunOptions]). */
        fun of(
            option: Option,
            context: Context,
        ): SettingKey? {
            val name = nameOf(option) ?: return null
            val kind = kindOf(option, context)
            val metavar = if (kind == Kind.FLAG) null else option.metavar(context)
            return SettingKey(name, kind, option.optionHelp(context), metavar)
        }

        /** Returns the name of the setting of [option], or null if only the command line can have it. */
        fun nameOf(option: Option): String? {
            val name = option.names.filter { it.startsWith("--") }.maxByOrNull { it.length }?.removePrefix("--") ?: return null
            return if (option.eager || OneRunOptions.contains(name)) null else name.replace('-', '_')
        }

        private fun kindOf(
            option: Option,
            context: Context,
        ): Kind =
            when {
                option.nvalues.last == 0 -> Kind.FLAG
                option is OptionWithValues<*, *, *> && hasSeveral(option, context) -> Kind.LIST
                else -> Kind.TEXT
            }

        /** Returns true if the option collects its values: without any, its result is empty, and not null. */
        private fun <A, E, V> hasSeveral(
            option: OptionWithValues<A, E, V>,
            context: Context,
        ): Boolean =
            try {
                when (option.transformAll(OptionTransformContext(option, context), emptyList())) {
                    is Collection<*>, is Map<*, *> -> true
                    else -> false
                }
            } catch (_: UsageError) {
                // A required option.
                false
            }
    }
}
