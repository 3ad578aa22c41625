package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

class InteractivityTest :
    FunSpec({
        fun decide(
            vararg variables: Pair<String, String>,
            setting: Boolean? = null,
            terminal: Boolean = false,
            notebook: Boolean = false,
            needsTerminal: Boolean = false,
        ) = Interactivity.decide(setting, variables.toMap()::get, terminal, notebook, needsTerminal)

        class Case(
            val what: String,
            val isInteractive: Boolean,
            val terminal: Boolean = false,
            val notebook: Boolean = false,
            val setting: Boolean? = null,
            val variables: Map<String, String> = emptyMap(),
        )

        listOf(
            Case("cron, systemd, a launcher of the desktop: no terminal and no variable", false),
            Case(
                "a launcher of the desktop with a display",
                false,
                variables = mapOf("DISPLAY" to ":0", "WAYLAND_DISPLAY" to "w"),
            ),
            Case("a session over ssh without a terminal", false, variables = mapOf("SSH_CONNECTION" to "a 1 b 22")),
            Case("a terminal at standard error, wherever the others lead", true, terminal = true),
            Case("a cell of a notebook", true, notebook = true),
            Case("a job with a terminal, as srun --pty", true, terminal = true, variables = mapOf("SLURM_JOB_ID" to "7")),
            Case("the variable, without a terminal", true, variables = mapOf("INTERACTIVE_SESSION" to "1")),
            Case("the variable, at a terminal", false, terminal = true, variables = mapOf("INTERACTIVE_SESSION" to "0")),
            Case("--interactive, without a terminal", true, setting = true, variables = mapOf("INTERACTIVE_SESSION" to "0")),
            Case("--non-interactive, at a terminal", false, terminal = true, setting = false),
        ).forEach {
            test("a program that needs a terminal is ${if (it.isInteractive) "interactive" else "batch"}: ${it.what}") {
                val decision =
                    decide(
                        *it.variables.toList().toTypedArray(),
                        setting = it.setting,
                        terminal = it.terminal,
                        notebook = it.notebook,
                        needsTerminal = true,
                    )
                decision.isInteractive shouldBe it.isInteractive
            }
        }

        test("a program that needs a terminal names the job, or the terminal that is missing") {
            decide("CI" to "true", needsTerminal = true).reason shouldBe "CI is set and there is no terminal"
            decide(needsTerminal = true).reason shouldBe "standard error is not a terminal"
        }

        test("a desktop program without terminal and variables is interactive") {
            decide().isInteractive shouldBe true
        }

        test("an explicit setting wins over everything") {
            decide("INTERACTIVE_SESSION" to "0", "CI" to "1", setting = true).isInteractive shouldBe true
            decide("INTERACTIVE_SESSION" to "1", setting = false, terminal = true).isInteractive shouldBe false
        }

        listOf("1", "true", "True", "YES", " yes ").forEach {
            test("INTERACTIVE_SESSION='$it' makes a job interactive") {
                decide("INTERACTIVE_SESSION" to it, "SLURM_JOB_ID" to "7").isInteractive shouldBe true
            }
        }

        listOf("0", "false", "FALSE", "No").forEach {
            test("INTERACTIVE_SESSION='$it' makes a terminal batch and is named as the reason") {
                val decision = decide("INTERACTIVE_SESSION" to it, terminal = true, notebook = true)
                decision.isInteractive shouldBe false
                decision.reason shouldBe "INTERACTIVE_SESSION=${it.lowercase()}"
            }
        }

        listOf("maybe", "2", "tru\u001be").forEach {
            test("INTERACTIVE_SESSION='${it.filter(Char::isLetterOrDigit)}' is ignored with a warning") {
                val decision = decide("INTERACTIVE_SESSION" to it, "PBS_JOBID" to "7")
                decision.isInteractive shouldBe false
                decision.warning.shouldNotBeNull() shouldContain "is ignored"
                decision.warning.shouldNotBeNull() shouldNotContain "\u001b"
            }
        }

        test("an empty INTERACTIVE_SESSION says nothing and is no reason to warn") {
            decide("INTERACTIVE_SESSION" to "").warning.shouldBeNull()
        }

        test("a terminal or a notebook makes a job interactive") {
            decide("SLURM_JOB_ID" to "7", terminal = true).isInteractive shouldBe true
            decide("JUPYTERHUB_USER" to "alice", notebook = true).isInteractive shouldBe true
        }

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
        ).forEach {
            test("$it without a terminal means batch and is named") {
                val decision = decide(it to "0")
                decision.isInteractive shouldBe false
                decision.reason shouldContain it
            }
        }

        test("an empty job variable says nothing") {
            decide("SLURM_JOB_ID" to "").isInteractive shouldBe true
        }

        listOf("true", "1", "woodpecker").forEach {
            test("CI=$it means batch") { decide("CI" to it).isInteractive shouldBe false }
        }

        listOf("", "false", "False", "0", "no").forEach {
            test("CI='$it' says nothing") { decide("CI" to it).isInteractive shouldBe true }
        }
    })
