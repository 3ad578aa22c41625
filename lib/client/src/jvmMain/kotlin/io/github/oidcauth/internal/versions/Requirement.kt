package io.github.oidcauth.internal.versions

/**
 * A library, and how to detect that its version is sufficient: by a public class or member that the oldest sufficient version
 * introduced, and that this library, or Ktor, uses. Version numbers are only for the message, since a program may have packed
 * everything into one jar.
 */
internal class Requirement(
    /** The artifact as named in a build. */
    val artifact: String,
    /** The oldest sufficient version. */
    val minimum: String,
    /** A class in every version. It shows whether the library exists, where, and in which version. */
    val anchor: String,
    /** The class that [minimum] introduced, or whose [member] it introduced. */
    val type: String,
    /** A public field or method of [type], or null when [type] itself is new. */
    val member: String? = null,
    /** The parameters of the method [member], or null when it is a field. */
    val parameters: Array<Class<*>>? = null,
    /**
     * The property for Spring Boot's parent that sets the version which this library is built with, or null when there is none.
     */
    val line: String? = null,
) {
    /**
     * Returns true when the version that [loader] finds is sufficient, or it finds none: a program may use another HTTP client
     * than OkHttp.
     */
    fun isMet(loader: ClassLoader): Boolean {
        val type = find(type, loader) ?: return find(anchor, loader) == null
        return member == null || has(type, member)
    }

    private fun has(type: Class<*>, member: String): Boolean =
        try {
            if (parameters == null) type.getField(member) else type.getMethod(member, *parameters)
            true
        } catch (_: NoSuchMethodException) {
            false
        } catch (_: NoSuchFieldException) {
            false
        } catch (_: LinkageError) {
            // It refers to a missing class of another library, which is checked separately.
            true
        }
}

/** Returns the class [name] that [loader] finds, not initialised, or null. */
internal fun find(name: String, loader: ClassLoader): Class<*>? =
    try {
        Class.forName(name, false, loader)
    } catch (_: ClassNotFoundException) {
        null
    } catch (_: LinkageError) {
        // The class exists, and extends one that does not.
        null
    }
