package io.github.oidcauth.architecture

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotBeEmpty
import java.io.File

/** Checks the files that `docs/specifications.md` names. */
class SpecificationsPageTest :
    FunSpec({
        test("each source file that the page names exists, and one without a folder is the only one of that name") {
            val page = File("../../docs/specifications.md").readText()
            val named = Regex("""`([\w/]+\.kt)`""").findAll(page).map { it.groupValues[1] }.toSet()

            named.shouldNotBeEmpty()
            named.filterNot(::isOneFile).shouldBeEmpty()
        }
    })

private fun isOneFile(name: String): Boolean {
    val path = if (name.startsWith("i/")) "internal" + name.drop(1) else name
    return if ('/' in path) path in Sources.library else Sources.library.count { it.substringAfterLast('/') == path } == 1
}
