package io.github.oidcauth

import com.github.difflib.DiffUtils
import com.github.difflib.UnifiedDiffUtils
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import kotlinx.validation.api.dump
import kotlinx.validation.api.filterOutNonPublic
import kotlinx.validation.api.loadApiFromJvmClasses
import java.io.File

private val INTERNAL = Regex(" io/github/oidcauth/([a-z]+/)*internal/")

/** With `clean`, because classes whose source is gone would be recorded too. */
private const val UPDATE =
    "mvn -pl lib/client,lib/testing,lib/redis,lib/keyring,lib/okhttp,lib/grpc,lib/spring clean test -Dtest=PublicApiTest -Dapi.dump=true"

/**
 * Holds what callers compile against: every public class and member of the compiled module is a line of `api/<artifact>.api`, so
 * that a change of the public API is seen in review, and none happens by accident.
 *
 * Each module that is published compiles this file among its tests.
 */
class PublicApiTest :
    FunSpec({
        val artifact = checkNotNull(System.getProperty("public.api")) { "Maven names the artifact by the property public.api." }
        val recorded = File("api/$artifact.api")
        val classes = File("target/classes")
        val api =
            classes.walk().filter { it.extension == "class" }.toList().let { files ->
                check(files.isNotEmpty()) { "$classes holds no compiled classes" }
                files
                    .asSequence()
                    .map(File::inputStream)
                    .loadApiFromJvmClasses()
                    .filterOutNonPublic()
                    .dump(StringBuilder())
                    .toString()
            }

        test("the public API is the recorded one") {
            if (System.getProperty("api.dump").toBoolean()) {
                recorded.parentFile.mkdirs()
                recorded.writeText(api)
            }
            val expected = if (recorded.exists()) recorded.readText() else ""
            withClue({
                "The public API differs from $recorded:\n\n${diff(recorded, expected, api)}\n\nIf that is meant: $UPDATE"
            }) {
                (api == expected) shouldBe true
            }
        }

        test("no internal package has anything public") {
            val declarations = api.lines().filter { it.startsWith("public ") }.map { it.substringBefore(" : ") }
            declarations.filter { INTERNAL in it }.shouldBeEmpty()
        }
    })

private fun diff(file: File, expected: String, actual: String): String {
    val before = expected.lines()
    val patch = DiffUtils.diff(before, actual.lines())
    return UnifiedDiffUtils.generateUnifiedDiff(file.path, "the compiled module", before, patch, 3).joinToString("\n")
}
