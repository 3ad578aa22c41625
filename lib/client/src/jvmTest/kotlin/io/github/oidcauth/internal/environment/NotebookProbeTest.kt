package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import java.io.File
import java.net.URLClassLoader
import javax.tools.ToolProvider

class NotebookProbeTest :
    FunSpec({
        test("an ordinary program is no notebook") {
            NotebookProbe({ null }).isNotebook shouldBe false
        }

        test("a process below a Jupyter kernel is in a notebook, whatever its language") {
            val probe = NotebookProbe(mapOf("JPY_PARENT_PID" to "4711")::get)
            probe.isNotebook shouldBe true
            probe.isKotlinKernel shouldBe false
        }

        test("the Kotlin kernel is known by the class that it gives to cells") {
            val directory = tempdir()
            val source = File(directory, "ScriptTemplateWithDisplayHelpers.java")
            source.writeText("package jupyter.kotlin; public class ScriptTemplateWithDisplayHelpers {}")
            ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", directory.path, source.path) shouldBe 0
            val kernel = URLClassLoader(arrayOf(directory.toURI().toURL()), null)
            NotebookProbe({ null }, kernel).isKotlinKernel shouldBe true
            NotebookProbe({ null }, kernel).isNotebook shouldBe true
        }
    })
