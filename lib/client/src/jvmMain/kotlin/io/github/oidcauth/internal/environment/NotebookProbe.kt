package io.github.oidcauth.internal.environment

/**
 * Detects if this code runs in a notebook.
 *
 * There are two signs. The Kotlin kernel gives each cell the class [KERNEL_CLASS], which exists only in the kernel; the classes
 * of its API do not prove anything, since libraries for notebooks bring them into ordinary programs. And Jupyter sets its own
 * process id in `JPY_PARENT_PID` for each kernel on the same machine; a command started from a cell (`!oidc-auth …`) inherits it.
 *
 * A batch job submitted from a cell (`!sbatch …`) inherits the variable, too, and its output is not shown in the notebook. So the
 * process in the variable must be one of the [ancestors]. It is one, too, if the Jupyter server is itself a batch job.
 */
internal class NotebookProbe(
    private val environment: Environment,
    private val classLoader: ClassLoader? = Thread.currentThread().contextClassLoader,
    private val ancestors: Sequence<Long> = ProcessAncestors,
    private val platform: Platform = Platform.detect(environment),
) {
    /** True if the cells are Kotlin, so that standard output appears below the cell. */
    val isKotlinKernel: Boolean get() = canLoad(KERNEL_CLASS)

    /** True if a notebook of any kind shows the output of this process. */
    val isNotebook: Boolean get() = isBelowJupyter() || isKotlinKernel

    private fun isBelowJupyter(): Boolean {
        val parent = environment["JPY_PARENT_PID"]?.trim()
        // On Windows the variable contains a handle of the process, which cannot be compared.
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
            // The class exists but is incomplete: this is still the class path of a kernel.
            true
        }

    private companion object {
        const val KERNEL_CLASS = "jupyter.kotlin.ScriptTemplateWithDisplayHelpers"
    }
}
