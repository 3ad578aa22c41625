package io.github.oidcauth.interop

import io.kotest.core.descriptors.Descriptor
import io.kotest.core.extensions.EnabledExtension
import io.kotest.core.spec.style.FunSpec
import io.kotest.core.test.Enabled

/** Something of this machine that the build cannot bring along. */
internal interface Requirement {
    /** A sentence about the software to install; null if nothing is missing. */
    val missing: String?
}

/** Skips every test of this spec, and says why on stdout, unless all [requirements] are met. */
internal fun FunSpec.requires(vararg requirements: Requirement) {
    val name = this::class.simpleName
    val result: Enabled by lazy {
        val missing = requirements.firstNotNullOfOrNull(Requirement::missing)
        // Maven's reports leave the reason out.
        if (missing != null) println("$name is skipped. $missing")
        missing?.let(Enabled::disabled) ?: Enabled.enabled
    }
    extension(
        object : EnabledExtension {
            override suspend fun isEnabled(descriptor: Descriptor): Enabled = result
        },
    )
}
