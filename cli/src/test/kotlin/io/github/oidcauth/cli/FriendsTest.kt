package io.github.oidcauth.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldNotBeEmpty
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.extension
import kotlin.io.path.readLines
import kotlin.io.path.readText
import kotlin.io.path.walk

/** The compiler lets this module use the internals of the library; only the checks of `doctor` are meant to. */
@OptIn(ExperimentalPathApi::class)
internal class FriendsTest : FunSpec({
    val internals = Regex("^import io\\.github\\.oidcauth\\.(internal|[a-z0-9]+\\.internal)\\..*")
    val users =
        Path.of("src/main/kotlin").walk().filter { it.extension == "kt" }.filter { file ->
            file.readLines().any(internals::matches)
        }.toList()

    test("internals of the library are used by the package doctor alone") {
        users.shouldNotBeEmpty()
        users.filterNot { "${it.parent.fileName}" == "doctor" }.shouldBeEmpty()
    }

    // Within the block of a builder, an internal property of it hides one of the same name here.
    test("internal members of public classes of the library are used by the package doctor alone") {
        val classes = Path.of("target/classes").walk().filter { it.extension == "class" }.toList()
        classes.shouldNotBeEmpty()
        val internalMembers = "\$oidc_auth_client"
        classes
            .filterNot { "${it.parent.fileName}" == "doctor" }
            .filter { internalMembers in it.readText(Charsets.ISO_8859_1) }
            .shouldBeEmpty()
    }
})
