package io.github.oidcauth.cli.launcher

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldNotBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldEndWith
import java.nio.file.Files
import java.nio.file.Path
import java.util.jar.Attributes
import java.util.jar.JarFile
import kotlin.io.path.readText

/** Properties of the batch file in the distribution that can be tested without Windows. */
internal class WindowsLauncherTest : FunSpec({
    val bin = Path.of(System.getProperty("oidcauth.distribution"), "bin")
    val batch = bin.resolve("oidc-auth.bat").readText()
    val script = bin.resolve("oidc-auth").readText()

    /** The files it names, relative to itself. */
    val named =
        Regex("%~dp0([^\"]+)").findAll(batch).map { bin.resolve(it.groupValues[1].replace('\\', '/')).normalize() }.toList()

    /** Returns the command line that starts Java, from the quoted program to its end, without line breaks. */
    fun start(
        text: String,
        program: String,
    ) = text.lines().joinToString(" ").substringAfterLast(program)

    test("its lines end as Windows wants it") {
        batch shouldEndWith "\r\n"
        Regex("(?<!\r)\n|\r(?!\n)").findAll(batch).count() shouldBe 0
    }

    test("the files it names are there") {
        named.shouldNotBeEmpty()
        named.filterNot { Files.isRegularFile(it) } shouldBe emptyList()
    }

    test("the jar it starts has a main class, and the jars it needs beside it") {
        val jar = named.single()
        JarFile(jar.toFile()).use { file ->
            val attributes = file.manifest.mainAttributes
            val mainClass = attributes.getValue(Attributes.Name.MAIN_CLASS).replace('.', '/')
            file.getEntry("$mainClass.class") shouldNotBe null
            val others = attributes.getValue(Attributes.Name.CLASS_PATH).split(' ')
            others.filterNot { Files.isRegularFile(jar.resolveSibling(it)) } shouldBe emptyList()
        }
    }

    test("it starts Java as the script does, but for the terminals, about which it knows nothing, descriptors and archives") {
        val ofBatch = start(batch, "\"%JAVA%\"")
        val ofScript = start(script, "exec \"\$java\"")
        val option = Regex("-(XX:|D|Xmx|Xlog:)[^ =]+")
        val shared = option.findAll(ofScript).map {
            it.value
        }.filterNot { it.endsWith(".terminal") || it.endsWith(".descriptor") || it == ARCHIVE }.toList()
        shared.shouldNotBeEmpty()
        option.findAll(ofBatch).map { it.value }.toList() shouldBe shared
        val variable = Regex("[A-Z_]+_OPTS")
        variable.findAll(ofBatch).map { it.value }.toList() shouldBe variable.findAll(ofScript).map { it.value }.toList()
        ofScript shouldContain "-jar \"\$home/lib/${named.single().fileName}\""
    }

    test("it requires the same Java as the script") {
        val least = Regex("^least=([0-9]+)$", RegexOption.MULTILINE).find(script)!!.groupValues[1]
        batch shouldContain "if %MAJOR% LSS $least ("
        Regex("Java ([0-9]+) or newer").findAll(batch).map { it.groupValues[1] }.toSet() shouldBe setOf(least)
    }
})

/** The batch file makes none, since it cannot start a process in the background without a window. */
private const val ARCHIVE = "-XX:SharedArchiveFile"
