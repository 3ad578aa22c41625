package io.github.oidcauth.interop.helpers

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.process.Executables

/** A program on the path of this machine. Those that Debian has not, or only with more, need not be there. */
internal class ForeignProgram(private val name: String, private val reason: String) : Requirement {
    override val missing: String? get() = if (Executables.find(name) == null) reason else null

    companion object {
        val GIT = ForeignProgram("git", "Needs git (Debian: apt-get install git).")
        val KUBECTL = ForeignProgram("kubectl", "Not on this machine: kubectl, 1.24 or newer.")
        val SKOPEO = ForeignProgram("skopeo", "Needs skopeo (Debian: apt-get install skopeo).")
        val DOCKER = ForeignProgram("docker", "Not on this machine: docker, the client without its engine.")
    }
}
