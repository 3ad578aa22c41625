package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.text.printable

/** The source of the trusted certificate authorities. */
internal sealed interface TrustSource {
    /** The place, as the end of "an authority that is not in". */
    val place: String

    /** The advice for a user when an authority is missing there. */
    val advice: String

    /** A file that the program or the user named for these requests. */
    data class CaFile(
        val path: String,
    ) : TrustSource {
        override val place: String get() = "the CA file ${path.printable(MAX_PATH)}"
        override val advice: String get() = "If it is your organization's, name a file that has its certificate."
    }

    /** The default `SSLContext` that the program has set, with its own trust. */
    data object ProgramContext : TrustSource {
        override val place: String get() = "the default SSLContext of this program"
        override val advice: String get() = "If it is your organization's, $NAME_A_FILE."
    }

    /**
     * The trust store in the system properties of the JVM. If the file is [missing], the JDK silently uses its own store; this is
     * reported when a server is not trusted.
     */
    data class JvmStore(
        val missing: String? = null,
    ) : TrustSource {
        override val place: String get() =
            if (missing == null) {
                "the trust store of this JVM ($STORE)"
            } else {
                "this JVM's own trust store, which it uses because ${missing.printable(MAX_PATH)} ($STORE) cannot be read"
            }
        override val advice: String get() = "If it is your organization's, import its certificate there, or $NAME_A_FILE."
    }

    /** The file and directories that `SSL_CERT_FILE` and `SSL_CERT_DIR` name. */
    data class Variables(
        val file: String?,
        val directories: String?,
    ) : TrustSource {
        private val names: List<String> get() =
            listOfNotNull(
                file?.let { "$FILE_VARIABLE (${it.printable(MAX_PATH)})" },
                directories?.let { "$DIRECTORY_VARIABLE (${it.printable(MAX_PATH)})" },
            )
        override val place: String get() = names.joinToString(" or ")
        override val advice: String get() = "If it is your organization's, add its certificate there, or $NAME_A_FILE."
    }

    /** The authorities of the JVM and those of the operating system. */
    data object JvmAndSystem : TrustSource {
        override val place: String get() = "the trust store of this Java or of this machine"
        override val advice: String get() = "If it is your organization's, $NAME_A_FILE."
    }

    companion object {
        const val FILE_VARIABLE: String = "SSL_CERT_FILE"
        const val DIRECTORY_VARIABLE: String = "SSL_CERT_DIR"
        const val STORE: String = "javax.net.ssl.trustStore"
        const val STORE_TYPE: String = "javax.net.ssl.trustStoreType"
        private const val MAX_PATH = 200
        private const val NAME_A_FILE =
            "name the file of its certificate with --ca-file, $FILE_VARIABLE or the setting caFile"

        /**
         * Returns the first source that is set. A file for these requests comes first, since it is never set by accident.
         * Settings of the JVM are for this program, and come before variables, which are inherited.
         */
        fun choose(
            caFile: String?,
            hasProgramContext: () -> Boolean,
            property: (String) -> String?,
            environment: Environment,
        ): TrustSource {
            if (caFile != null) return CaFile(caFile)
            if (hasProgramContext()) return ProgramContext
            if (listOf(STORE, STORE_TYPE).any { !property(it).isNullOrBlank() }) return JvmStore()
            val file = environment[FILE_VARIABLE]?.takeIf { it.isNotBlank() }
            val directories = environment[DIRECTORY_VARIABLE]?.takeIf { it.isNotBlank() }
            return if (file == null && directories == null) JvmAndSystem else Variables(file, directories)
        }
    }
}
