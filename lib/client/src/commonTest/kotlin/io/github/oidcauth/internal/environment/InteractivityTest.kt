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
        ) = Interactivity.decide(setting, variables.toMap()::get, terminal, notebook)

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
