package io.github.oidcauth

import io.kotest.core.test.Enabled
import java.io.File

/**
 * Enables a test where this is true, and else skips it with the [reason].
 *
 * With CI=true a skipped test fails the build, unless its reason begins with "Not in this build: ", for what whoever builds has
 * chosen, or with "Not on this machine: ", for what no package brings. A reason for something that a package brings ends with the
 * command for it, `apt-get install …`: `.ci/run` lets pass what it could not install. A class should have some test that is not
 * skipped, as Kotest otherwise gives no reasons.
 */
fun Boolean.orSkip(reason: String): Enabled = if (this) Enabled.enabled else Enabled.disabled(reason)

/** Skips a test unless it runs on a system like Unix. */
fun onPosix(): Enabled = (File.separatorChar == '/').orSkip("Not on this machine: a POSIX system.")
