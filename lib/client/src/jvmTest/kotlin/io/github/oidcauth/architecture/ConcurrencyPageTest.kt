package io.github.oidcauth.architecture

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotBeEmpty
import java.io.File

/** Checks the locks and static state that `docs/concurrency.md` names. */
class ConcurrencyPageTest :
    FunSpec({
        test("each member that the page names with its class exists in a file of that name") {
            val page = File("../../docs/concurrency.md").readText()
            val named = Regex("""`([A-Z]\w+)\.(\w+)""").findAll(page).map { it.destructured }.distinct().toList()
            val missing =
                named.filterNot { (type, member) ->
                    type == "Dispatchers" || member == "kt" || Sources.textsOf("$type.kt").any { declares(it, member) }
                }

            named.shouldNotBeEmpty()
            missing.map { (type, member) -> "$type.$member" }.shouldBeEmpty()
        }
    })

private fun declares(
    text: String,
    member: String,
): Boolean = Regex("""\b(fun|val|var|class|object) (<[^>]+> )?$member\b""").containsMatchIn(text)
