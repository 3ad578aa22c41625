package io.github.oidcauth.internal.environment

/**
 * Finds out whether this code runs in a notebook.
 *
 * Two signs count. The Kotlin kernel gives each cell the class [KERNEL_CLASS], which lives in the kernel alone; the
 * classes of its API say nothing, since libraries for notebooks bring them into ordinary programs. And Jupyter tells each
 * kernel on the same machine its own process id in `JPY_PARENT_PID`, which a command started from a cell (`!oidc-auth …`)
 * inherits.
 *
 * A batch job submitted from a cell (`!sbatch …`) inherits the variable too, and runs where nobody sees what it prints. So
 * the process it names must be one of the [ancestors]. A Jupyter server that is itself a batch job is one.
 */
internal class NotebookProbe(
    private val environment: Environment,
    private val classLoader: ClassLoader? = Thread.currentThread().contextClassLoader,
    private val ancestors: Sequence<Long> = ProcessAncestors,
    private val platform: Platform = Platform.detect(environment),
) {
    /** Whether the cells are Kotlin, so that whatever is printed to standard output appears below the cell. */
    val isKotlinKernel: Boolean get() = canLoad(KERNEL_CLASS)

    /** Whether a notebook of any kind shows what this process prints. */
    val isNotebook: Boolean get() = isBelowJupyter() || isKotlinKernel

    private fun isBelowJupyter(): Boolean {
        val parent = environment["JPY_PARENT_PID"]?.trim()
        // On Windows the variable holds a handle of the process, which cannot be compared with anything.
        if (platform.isWindows) return !parent.isNullOrEmpty()
        return parent?.toLongOrNull()?.let { it in ancestors } ?: false
    }

    private fun canLoad(name: String): Boolean =
        try {
            Class.forName(name, false, classLoader)
            true
        } catch (_: ClassNotFoundException) {
            false
        } catch (_: LinkageError) {
            // There, but not whole: still a kernel's class path.
            true
        }

    private companion object {
        const val KERNEL_CLASS = "jupyter.kotlin.ScriptTemplateWithDisplayHelpers"
    }
}
