package io.github.oidcauth.internal.versions

/**
 * Another library, and what tells whether its version will do: a public class or member that came with the oldest one that does, and
 * that this library, or Ktor, calls. Version numbers are for the message alone, since a program may have packed everything into one jar.
 */
internal class Requirement(
    /** The artifact, as it is named in a build. */
    val artifact: String,
    /** The oldest version that will do. */
    val minimum: String,
    /** A class that every version has: it tells whether the library is there, where, and of which version. */
    val anchor: String,
    /** The class that came with [minimum], or has [member] since then. */
    val type: String,
    /** A public field or method of [type], or null when [type] itself is new. */
    val member: String? = null,
    /** The parameters of the method that [member] is, or null when it is a field. */
    val parameters: Array<Class<*>>? = null,
    /** The property for Spring Boot's parent that sets the version which this library is built with; null when it has none. */
    val line: String? = null,
) {
    /** Returns true when the version that [loader] finds will do, or it finds none: a program may do without OkHttp. */
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
            // It refers to a class that is not there: of another library, which is looked at by itself.
            true
        }
}

/** Returns the class [name] as [loader] finds it, not initialised, or null. */
internal fun find(name: String, loader: ClassLoader): Class<*>? =
    try {
        Class.forName(name, false, loader)
    } catch (_: ClassNotFoundException) {
        null
    } catch (_: LinkageError) {
        // A class that is there, and extends one that is not.
        null
    }
