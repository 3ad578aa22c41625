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

        test("a process below a Jupyter server is in a notebook, whatever its language") {
            val probe = NotebookProbe(mapOf("JPY_PARENT_PID" to "4711")::get, ancestors = sequenceOf(5000, 4711, 1))
            probe.isNotebook shouldBe true
            probe.isKotlinKernel shouldBe false
        }

        test("a batch job that inherited the variable from a cell is in no notebook") {
            val job = mapOf("JPY_PARENT_PID" to "4711", "SLURM_JOB_ID" to "7")::get
            val probe = NotebookProbe(job, ancestors = sequenceOf(600, 1), platform = Platform.LINUX)
            probe.isNotebook shouldBe false
            Interactivity.decide(null, job, hasTerminal = false, probe.isNotebook).isInteractive shouldBe false
        }

        test("a Jupyter server that is itself a batch job has a user in front of it") {
            val job = mapOf("JPY_PARENT_PID" to "4711", "SLURM_JOB_ID" to "7")::get
            val probe = NotebookProbe(job, ancestors = sequenceOf(4900, 4711, 600, 1))
            Interactivity.decide(null, job, hasTerminal = false, probe.isNotebook).isInteractive shouldBe true
        }

        listOf("", "0", "-1", "kernel", "99999999999999999999").forEach {
            test("JPY_PARENT_PID='$it' names no process") {
                NotebookProbe(mapOf("JPY_PARENT_PID" to it)::get, ancestors = sequenceOf(1)).isNotebook shouldBe false
            }
        }

        test("on Windows the variable holds a handle, which is no process id, and is believed") {
            val probe = NotebookProbe(mapOf("JPY_PARENT_PID" to "812")::get, null, emptySequence(), Platform.WINDOWS)
            probe.isNotebook shouldBe true
        }

        test("the ancestors of this process begin with its parent and end") {
            val parent = ProcessHandle.current().parent().get()
            ProcessAncestors.first() shouldBe parent.pid()
            ProcessAncestors.contains(ProcessHandle.current().pid()) shouldBe false
            NotebookProbe(mapOf("JPY_PARENT_PID" to "${parent.pid()}")::get).isNotebook shouldBe true
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
