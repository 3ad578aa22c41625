package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Executables
import io.github.oidcauth.interop.process.Folders
import java.nio.file.Path
import kotlin.io.path.copyTo
import kotlin.io.path.exists
import kotlin.io.path.readText
import kotlin.time.Duration.Companion.minutes

/** A virtual environment with py-oidc-auth and its client. It is made once and kept while the requirements stay the same. */
internal object PythonEnvironment : Requirement {
    private const val FIT_FOR_USE = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))"

    private val systemPython: Path? = Executables.find("python3")

    override val missing: String? by lazy {
        val fit = systemPython != null && CommandRun.start(listOf("$systemPython", "-c", FIT_FOR_USE)).exitCode() == 0
        if (fit) null else "Needs python3, 3.10 or newer, with venv (Debian: apt-get install python3-venv)."
    }

    /** The interpreter of the environment, which is installed by the first use. */
    val python: Path by lazy {
        val folder = Folders.target.resolve("venv")
        val python = folder.resolve("bin/python")
        val wanted = Folders.copyResource("python/requirements.txt", Folders.target)
        val installed = folder.resolve("requirements.txt")
        if (!installed.exists() || installed.readText() != wanted.readText()) {
            CommandRun.start(listOf("$systemPython", "-m", "venv", "--clear", "$folder")).succeeds(2.minutes)
            CommandRun.start(listOf("$python", "-m", "pip", "install", "--quiet", "-r", "$wanted")).succeeds(5.minutes)
            wanted.copyTo(installed)
        }
        python
    }
}
