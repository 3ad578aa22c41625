package io.github.oidcauth.internal.versions

/** Finds libraries with unsupported versions, and creates the advice for them. */
internal object IncompatibleVersions {
    /**
     * The libraries that are checked, in the order of the message. An array, because this runs at every start, and loading the
     * class of a long list takes time.
     */
    val REQUIREMENTS: Array<Requirement> =
        arrayOf(
            Requirement(
                artifact = "kotlin-stdlib",
                minimum = "2.1.20",
                line = "<kotlin.version>2.2.21</kotlin.version>",
                anchor = "kotlin.KotlinVersion",
                type = "kotlin.time.Instant",
            ),
            Requirement(
                artifact = "kotlinx-coroutines-core-jvm",
                minimum = "1.9.0",
                line = "<kotlin-coroutines.version>1.10.2</kotlin-coroutines.version>",
                anchor = "kotlinx.coroutines.CoroutineDispatcher",
                type = "kotlinx.coroutines.CoroutineDispatcher",
                member = "limitedParallelism",
                parameters = arrayOf(Int::class.java, String::class.java),
            ),
            Requirement(
                artifact = "ktor-client-core-jvm",
                minimum = "3.0.0",
                anchor = "io.ktor.client.HttpClient",
                type = "io.ktor.utils.io.ByteReadChannelOperationsKt",
            ),
            Requirement(
                artifact = "okhttp-jvm",
                minimum = "5.0.0",
                anchor = "okhttp3.OkHttp",
                type = "okhttp3.Protocol",
                member = "HTTP_3",
            ),
            Requirement(
                artifact = "okio-jvm",
                minimum = "3.15.0",
                anchor = "okio.Okio",
                type = "okio.Socket",
            ),
        )

    /** Returns the unsupported versions and the advice, or null when [loader] finds none. */
    fun advice(loader: ClassLoader): String? {
        val unmet = REQUIREMENTS.filterNot { it.isMet(loader) }
        if (unmet.isEmpty()) return null
        val found = unmet.joinToString { "${it.artifact} ${InstalledVersion.of(it, loader)} (needs ${it.minimum} or newer)" }
        return "oidc-auth does not run with $found. ${remedy(unmet)}"
    }

    private fun remedy(unmet: List<Requirement>): String {
        val bom = "io.github.oidcauth:oidc-auth-bom in <dependencyManagement>, before all others (Gradle: enforcedPlatform)."
        if (unmet.any { it.line == null }) return "Import $bom"
        val lines = unmet.mapNotNull { it.line }.joinToString(" and ")
        return "With Spring Boot's parent, add $lines to <properties> (Gradle: ext). Else import $bom"
    }
}
