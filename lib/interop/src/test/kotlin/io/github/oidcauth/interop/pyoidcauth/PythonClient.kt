package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.interop.browser.Decision
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.Folders

/** The real py_oidc_auth_client. */
internal class PythonClient(private val user: User) {
    /** Its command line: `python -m py_oidc_auth_client`. */
    fun start(vararg arguments: String, decision: Decision = Decision.ALLOW): CommandRun =
        CommandRun.start(
            listOf("${PythonEnvironment.python}", "-m", "py_oidc_auth_client", *arguments),
            user.environment(decision),
        )

    /** Its code flow, which the command line reaches only if the device flow is refused with a status that no server sends. */
    fun startCodeFlow(host: String, port: Int): CommandRun {
        val script = Folders.copyResource("python/code_login.py", Folders.target.resolve("python"))
        return CommandRun.start(listOf("${PythonEnvironment.python}", "$script", host, "$port"), user.environment())
    }
}
