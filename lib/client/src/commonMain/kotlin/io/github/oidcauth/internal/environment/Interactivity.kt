package io.github.oidcauth.internal.environment

import io.github.oidcauth.internal.text.printable

/** The decision whether a user can be asked to log in, and the reason for it. */
internal class Interactivity private constructor(
    val isInteractive: Boolean,
    /** The reason, as the end of a sentence: `SLURM_JOB_ID is set`. */
    val reason: String,
    /** The warning about a setting that was ignored, or null. */
    val warning: String? = null,
) {
    override fun toString(): String = (if (isInteractive) "interactive" else "batch") + ": $reason"

    companion object {
        /** The variable that decides if the caller does not. */
        const val VARIABLE: String = "INTERACTIVE_SESSION"

        private const val CONTINUOUS_INTEGRATION = "CI"
        private val YES = setOf("1", "true", "yes")
        private val NO = setOf("0", "false", "no")

        /** The variables that batch schedulers and job runners set for a job, including those that the Python client reads. */
        private val JOB_VARIABLES =
            listOf(
                "SLURM_JOB_ID",
                "SLURM_NODELIST",
                "PBS_JOBID",
                "PBS_ENVIRONMENT",
                "PBS_NODEFILE",
                "JOB_ID",
                "SGE_TASK_ID",
                "PE_HOSTFILE",
                "LSB_JOBID",
                "LSB_HOSTS",
                "OAR_JOB_ID",
                "OAR_NODEFILE",
                "OMPI_COMM_WORLD_SIZE",
                "PMI_RANK",
                "MPI_LOCALRANKID",
                "KUBERNETES_SERVICE_HOST",
                "KUBERNETES_PORT",
                "FREVA_BATCH_JOB",
                "JUPYTERHUB_USER",
            )

        /**
         * Decides whether a user can be asked. The first of these that is set decides: the caller's [setting], [VARIABLE], a
         * terminal or notebook, a job variable or `CI`. A terminal comes before the job variables because a user of `srun --pty`
         * has both. Without any of them, the session is interactive, as for a desktop program. Commands set [needsTerminal] and
         * are then not interactive, because cron and systemd start them without any variable.
         *
         * The terminal must be at standard error, where prompts are printed. A terminal at standard input alone shows no prompt,
         * and background jobs have a controlling terminal (`/dev/tty`), too.
         */
        fun decide(
            setting: Boolean?,
            environment: Environment,
            hasTerminal: Boolean,
            hasNotebook: Boolean,
            needsTerminal: Boolean = false,
        ): Interactivity {
            if (setting != null) return Interactivity(setting, "the program or an option says so")
            val text = environment[VARIABLE]?.trim().orEmpty()
            when (text.lowercase()) {
                in YES -> return Interactivity(true, "$VARIABLE=${text.lowercase()}")
                in NO -> return Interactivity(false, "$VARIABLE=${text.lowercase()}")
            }
            val warning = text.takeIf { it.isNotEmpty() }?.let { ignored(it) }
            val job =
                JOB_VARIABLES.firstOrNull { !environment[it].isNullOrBlank() }
                    ?: CONTINUOUS_INTEGRATION.takeIf { isCi(environment) }
            return when {
                hasTerminal -> Interactivity(true, "there is a terminal", warning)
                hasNotebook -> Interactivity(true, "there is a notebook", warning)
                job != null -> Interactivity(false, "$job is set and there is no terminal", warning)
                needsTerminal -> Interactivity(false, "standard error is not a terminal", warning)
                else -> Interactivity(true, "there is no sign of a batch job", warning)
            }
        }

        private fun isCi(environment: Environment): Boolean =
            environment[CONTINUOUS_INTEGRATION]?.trim()?.lowercase().let { !it.isNullOrEmpty() && it !in NO }

        private fun ignored(text: String): String =
            "$VARIABLE=${text.printable(MAX_SHOWN)} is ignored: it takes 0, false or no, and 1, true or yes."

        private const val MAX_SHOWN = 40
    }
}
