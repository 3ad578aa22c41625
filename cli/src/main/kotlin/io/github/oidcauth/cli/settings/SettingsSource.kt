// Tested by SettingsSourceTest.
package io.github.oidcauth.cli.settings

import com.github.ajalt.clikt.core.Context
import com.github.ajalt.clikt.parameters.options.Option
import com.github.ajalt.clikt.sources.ValueSource

/** Gives the parser the values of options that the command line does not have, from variables and config.toml. */
internal class SettingsSource(
    val settings: Settings,
) : ValueSource {
    /** Returns the place of the value that [name] has outside of the command line, or null. */
    fun placeOf(name: String): String? =
        settings.find(SettingKey(name, SettingKey.Kind.TEXT, help = ""))?.origin?.let {
            (it as? Origin.Variable)?.name ?: it.shown
        }

    override fun getValues(
        context: Context,
        option: Option,
    ): List<ValueSource.Invocation> {
        if (SettingKey.nameOf(option)?.let(settings::maySet) != true) return emptyList()
        val key = SettingKey.of(option, context) ?: return emptyList()
        val found = settings.find(key) ?: return emptyList()
        val place =
            when (val origin = found.origin) {
                is Origin.Variable -> origin.name.takeUnless { origin.isReadElsewhere }
                is Origin.File -> "${key.name} in ${origin.path}, ${origin.position}"
                else -> null
            } ?: return emptyList()
        return found.values.map { ValueSource.Invocation(listOf(it), place) }
    }
}
