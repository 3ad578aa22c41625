package io.github.oidcauth.interop.process

import java.nio.file.Path
import kotlin.io.path.copyTo
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.minutes

/**
 * A virtual environment of Python in the folder [name], with what the test resource [requirements] lists. It is made once and kept
 * while the list stays the same.
 */
internal class PythonFolder(private val name: String, private val requirements: String) {
    /** A sentence about the software to install; null if nothing is missing. */
    val missing: String? by lazy {
        val fit = systemPython != null && CommandRun.start(listOf("$systemPython", "-c", FIT_FOR_USE)).exitCode() == 0
        if (fit) null else "Needs python3, 3.10 or newer, with venv (Debian: apt-get install python3-venv)."
    }

    /** The interpreter of the environment, which is installed by the first use. */
    val python: Path by lazy {
        val folder = Folders.target.resolve(name)
        val python = folder.resolve("bin/python")
        val wanted = Folders.copyResource("python/$requirements", Folders.target)
        val installed = folder.resolve("requirements.txt")
        if (!installed.exists() || installed.readText() != wanted.readText()) {
            CommandRun.start(listOf("$systemPython", "-m", "venv", "--clear", "$folder")).succeeds(2.minutes)
            CommandRun.start(listOf("$python", "-m", "pip", "install", "--quiet", "-r", "$wanted")).succeeds(5.minutes)
            wanted.copyTo(installed)
        }
        python
    }

    private companion object {
        const val FIT_FOR_USE = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))"
        val systemPython: Path? = Executables.find("python3")
    }
}
