package io.github.oidcauth.interop.helpers

import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.requires
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import kotlin.io.path.writeText

/** `exec-credential` in the real kubectl, at an API server with TLS that wants the ID token. */
class KubectlTest : FunSpec({
    requires(ForeignProgram.KUBECTL, TestCertificates)

    val issuer = SampleServer.start()
    val cluster = TokenServer("Bearer", isEncrypted = true) { """{"gitVersion":"v1.99.0"}""".toByteArray() }
    afterSpec {
        cluster.close()
        issuer.close()
    }

    fun HelperUser.kubectl(version: String, mode: String, vararg options: String) = home.resolve("config").let { file ->
        val arguments = helper("exec-credential", *options).drop(1).joinToString(", ") { "\"$it\"" }
        file.writeText(
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "${cluster.url}", certificate-authority: "${TestCertificates.folder.resolve(
                "ca.pem",
            )}"}}]
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/$version
                  command: oidc-auth
                  args: [$arguments]
                  interactiveMode: $mode
                  provideClusterInfo: true
            contexts: [{name: x, context: {cluster: c, user: u}}]
            current-context: x
            """.trimIndent(),
        )
        start("kubectl", "--kubeconfig", "$file", "get", "--raw", "/version")
    }

    listOf("v1" to "IfAvailable", "v1beta1" to "Never").forEach { (version, mode) ->
        test("kubectl sends the ID token of a stored login, by $version with $mode") {
            val user = HelperUser(issuer, "kubectl")
            val token = user.logIn()
            cluster.good = checkNotNull(token.idToken)
            user.kubectl(version, mode).succeeds().stdout shouldContain "v1.99.0"
            user.kubectl(version, mode, "--for", cluster.url).succeeds()
        }
    }

    test("an expired login is refreshed, and --access-token sends the access token") {
        val user = HelperUser(issuer, "kubectl")
        val old = user.logIn()
        user.expire()
        cluster.good = "nothing"
        user.kubectl("v1", "Never", "--access-token").exitCode() shouldNotBe 0
        val new = user.token().accessToken
        new shouldNotBe old.accessToken
        cluster.good = new
        user.kubectl("v1", "Never", "--access-token").succeeds()
    }

    test("without a login kubectl ends with the advice, and another cluster gets no token") {
        val loggedOut = HelperUser(issuer, "kubectl")
        cluster.credentials.clear()
        val run = loggedOut.kubectl("v1", "Never")
        withClue(run::describe) {
            run.exitCode() shouldNotBe 0
            run.stderr shouldContain "oidc-auth login ${issuer.issuer}"
            run.stderr shouldContain "exit code 4"
        }
        val user = HelperUser(issuer, "kubectl")
        val token = user.logIn()
        val other = user.kubectl("v1", "Never", "--for", "https://k8s.example.com")
        withClue(other::describe) {
            other.exitCode() shouldNotBe 0
            other.stderr shouldContain "--for does not name it"
            other.stderr shouldNotContain checkNotNull(token.idToken)
        }
        cluster.credentials shouldContainExactly emptyList()
    }
})
