package io.github.oidcauth.interop.published

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.shouldBe
import java.io.PrintWriter
import java.io.StringWriter
import java.util.spi.ToolProvider

private const val ELSEWHERE = "https://javadoc.example/"

private val PROGRAM =
    """
    package example;

    import io.github.oidcauth.Token;
    import io.github.oidcauth.java.OidcAuth;

    /** Uses {@link OidcAuth}. */
    public class Program {
        /** Returns {@link Token}. */
        public Token token() {
            return null;
        }
    }
    """.trimIndent()

/** Has the JDK's own javadoc link to the documentation of the library. */
class JavadocLinkTest :
    FunSpec({
        val isDocumented = System.getProperty("published.documentation").toBoolean()
        val documented = if (isDocumented) {
            Enabled.enabled
        } else {
            Enabled.disabled(
                "Not in this build: the documentation, which the profile `docs` makes.",
            )
        }

        test("links from the Javadoc of a program lead to pages that there are").config(enabledOrReasonIf = { documented }) {
            val folder = tempdir()
            val javadoc = PublishedArtifact.CLIENT.jar("-javadoc")
            val source = folder.resolve("Program.java").apply { writeText(PROGRAM) }
            folder.resolve("element-list").writeText(javadoc.text("element-list"))
            val out = folder.resolve("out")
            val said = StringWriter()
            val printer = PrintWriter(said)
            val arguments =
                arrayOf("-d", "$out", "-quiet", "-Xdoclint:none", "-classpath", "${PublishedArtifact.CLIENT.file(".jar")}") +
                    arrayOf("-linkoffline", ELSEWHERE, "$folder", "$source")

            val status = ToolProvider.findFirst("javadoc").orElseThrow().run(printer, printer, *arguments)

            "$status $said" shouldBe "0 "
            val links = Regex("$ELSEWHERE([^\"#]*)").findAll(out.resolve("example/Program.html").readText()).map {
                it.groupValues[1]
            }.toSet()
            links shouldBe setOf("io/github/oidcauth/Token.html", "io/github/oidcauth/java/OidcAuth.html")
            links.forEach { javadoc.entries.keys shouldContain it }
        }
    })
