package io.github.oidcauth.cli

import io.github.oidcauth.sample.server.ScriptedVisitor

/** A user who does what a running command shows. */
internal object CommandVisitor {
    fun device(command: CommandProcess) = ScriptedVisitor().approveDevice(command.indentedLine(), command.indentedLine())

    /** Returns the status of the response to the callback. */
    fun browser(command: CommandProcess): Int = ScriptedVisitor().signIn(command.indentedLine())
}
