package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.PythonFolder
import java.nio.file.Path

/** A virtual environment with py-oidc-auth and its client. */
internal object PythonEnvironment : Requirement {
    private val folder = PythonFolder("venv", "requirements.txt")

    override val missing: String? get() = folder.missing

    /** The interpreter of the environment, which is installed by the first use. */
    val python: Path get() = folder.python
}
