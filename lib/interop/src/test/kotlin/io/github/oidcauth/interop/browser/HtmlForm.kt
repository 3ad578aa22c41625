package io.github.oidcauth.interop.browser

/**
 * The form of a provider's page.
 *
 * @property action where it goes, as the page says it; empty for the page itself.
 * @property hidden the fields that nobody fills in.
 * @property names of everything that can be filled in or pressed.
 */
internal class HtmlForm private constructor(
    val action: String,
    val hidden: Map<String, String>,
    val names: Set<String>,
) {
    companion object {
        private val FORM = Regex("<form\\b([^>]*)>(.*?)</form>", setOf(RegexOption.IGNORE_CASE, RegexOption.DOT_MATCHES_ALL))
        private val CONTROL = Regex("<(?:input|button)\\b([^>]*)>", RegexOption.IGNORE_CASE)
        private val ATTRIBUTE = Regex("([\\w-]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')")
        private val ENTITIES = mapOf("&quot;" to "\"", "&#39;" to "'", "&lt;" to "<", "&gt;" to ">", "&amp;" to "&")

        /** The first form of [html]; null when there is none. */
        fun of(html: String): HtmlForm? {
            val (head, body) = FORM.find(html)?.destructured ?: return null
            val form = attributesOf(head)
            val id = form["id"]
            val inside = controlsOf(body)
            // Buttons can stand outside and name their form.
            val controls = inside + (controlsOf(html) - inside.toSet()).filter { id != null && it["form"] == id }
            return HtmlForm(
                action = form["action"].orEmpty(),
                hidden = controls.filter { it.isHidden() && "name" in it }
                    .associate { it.getValue("name") to it["value"].orEmpty() },
                names = controls.filterNot { it.isHidden() }.mapNotNull { it["name"] }.toSet(),
            )
        }

        private fun controlsOf(html: String) = CONTROL.findAll(html).map { attributesOf(it.groupValues[1]) }.toList()

        private fun Map<String, String>.isHidden() = get("type").equals("hidden", ignoreCase = true)

        private fun attributesOf(tag: String): Map<String, String> =
            ATTRIBUTE.findAll(tag).associate { match ->
                val (name, double, single) = match.destructured
                name.lowercase() to
                    ENTITIES.entries.fold(double + single) { text, (entity, plain) -> text.replace(entity, plain) }
            }
    }
}
