package io.github.oidcauth.interop

import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled
import io.kotest.core.test.config.DefaultTestConfig

/** Something of this machine that the build cannot bring along. */
internal interface Requirement {
    /** What to install, as a sentence; null when nothing is missing. */
    val missing: String?
}

/** Skips every test of this spec, with the reason, unless all [requirements] are met. */
internal fun FunSpec.requires(vararg requirements: Requirement) {
    defaultTestConfig = DefaultTestConfig(
        enabledOrReasonIf = {
            requirements.firstNotNullOfOrNull(Requirement::missing)?.let(Enabled::disabled) ?: Enabled.enabled
        },
    )
}
