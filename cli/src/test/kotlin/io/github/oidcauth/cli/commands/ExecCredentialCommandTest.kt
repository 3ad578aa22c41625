package io.github.oidcauth.cli.commands

import io.github.oidcauth.cli.ExitCode
import io.github.oidcauth.cli.Result
import io.github.oidcauth.cli.User
import io.github.oidcauth.cli.credentials.HelperBench
import io.github.oidcauth.cli.succeeded
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive

/** The credential plugin of Kubernetes, with the requests of kubectl. */
internal class ExecCredentialCommandTest : FunSpec({
    val server = SampleServer.start(HelperBench.settings)
    afterSpec { server.close() }

    fun request(
        spec: String,
        version: String = "v1",
    ) = mapOf(
        "KUBERNETES_EXEC_INFO" to
            """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/$version","spec":$spec}""",
    )

    fun Result.member(name: String) = Json.parseToJsonElement(succeeded()).jsonObject.getValue(name).jsonPrimitive.content

    fun Result.failed(words: String) =
        withClue(this) {
            exitCode shouldBe ExitCode.FAILURE
            stdout shouldBe ""
            stderr shouldContain words
        }

    test("the response has the version of the request, and nothing but JSON is on standard output") {
        val bench = HelperBench(server)
        bench.logIn()
        listOf("v1", "v1beta1").forEach { version ->
            val result = bench.run("exec-credential", environment = request("""{"interactive":false}""", version))
            result.member("apiVersion") shouldBe "client.authentication.k8s.io/$version"
            result.member("kind") shouldBe "ExecCredential"
        }
        bench.run("exec-credential").member("apiVersion") shouldBe "client.authentication.k8s.io/v1"
        bench.run("exec-credential", environment = request("{}", "v1alpha1")).failed("Write `apiVersion: client")
        bench.run("exec-credential", environment = mapOf("KUBERNETES_EXEC_INFO" to "{")).failed("is not a JSON object")
    }

    test("the user logs in only if kubectl has passed its standard input on, or the kubeconfig says so") {
        val no = request("""{"interactive":false}""")
        val without = HelperBench(server).run("exec-credential", environment = no, user = User())
        withClue(without) {
            without.exitCode shouldBe ExitCode.LOGIN_REQUIRED
            without.stdout shouldBe ""
        }
        HelperBench(server).run("exec-credential", "--interactive", environment = no, user = User()).member("kind")
        HelperBench(
            server,
        ).run("exec-credential", environment = request("""{"interactive":true}"""), user = User()).member("kind")
        val yes = request("""{"interactive":true}""")
        HelperBench(server).run("exec-credential", "--non-interactive", environment = yes).exitCode shouldBe
            ExitCode.LOGIN_REQUIRED
        // Versions before 1.22 say nothing about it.
        HelperBench(server).run("exec-credential", environment = request("{}", "v1beta1"), user = User()).member("kind")
    }

    test("with --for, other clusters get no token, nor one that is not named") {
        val bench = HelperBench(server)
        bench.logIn()
        val only = arrayOf("--for", "https://k8s.example.com:6443")
        val ours = request("""{"cluster":{"server":"https://k8s.example.com:6443"}}""")
        bench.run("exec-credential", *only, environment = ours).member("kind") shouldBe "ExecCredential"
        val other = request("""{"cluster":{"server":"https://k8s.example.com"}}""")
        bench.run(
            "exec-credential",
            *only,
            environment = other,
        ).failed("The API server is https://k8s.example.com, and --for does not")
        bench.run("exec-credential", *only, environment = request("{}")).failed("provideClusterInfo: true")
        bench.run("exec-credential", *only).failed("provideClusterInfo: true")
    }
})
