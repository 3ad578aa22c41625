package io.github.oidcauth.cli

import io.github.oidcauth.sample.server.ScriptedVisitor

/** A person who does what a running command shows. */
internal object ScriptedVisitorAt {
    fun device(command: CommandProcess) = ScriptedVisitor().approveDevice(command.shown(), command.shown())

    /** Returns the status that the callback answered. */
    fun browser(command: CommandProcess): Int = ScriptedVisitor().signIn(command.shown())
}
