package io.github.oidcauth.interop.notebook

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.PythonFolder
import java.nio.file.Path

/** A virtual environment with the Kotlin kernel of Jupyter and a program that runs notebooks, from PyPI. */
internal object NotebookEnvironment : Requirement {
    private val folder = PythonFolder("notebook-venv", "notebook-requirements.txt")

    override val missing: String? by lazy {
        folder.missing ?: try {
            folder.python
            null
        } catch (e: IllegalStateException) {
            "Needs the Kotlin kernel from PyPI, which could not be installed. ${e.message?.take(MAX_REASON)}"
        }
    }

    /** The interpreter of the environment. */
    val python: Path get() = folder.python

    private const val MAX_REASON = 500
}
