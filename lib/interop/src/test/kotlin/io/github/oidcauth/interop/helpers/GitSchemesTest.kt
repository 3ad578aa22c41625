package io.github.oidcauth.interop.helpers

import io.github.oidcauth.interop.requires
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContain
import io.kotest.matchers.collections.shouldNotContain
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.util.Base64

/**
 * `git-credential` in a git that has schemes beside Basic: its own
 * `git credential` starts the helper, and reports the result.
 */
class GitSchemesTest : FunSpec({
    requires(HelperEnvironment)

    val issuer = SampleServer.start()
    afterSpec { issuer.close() }

    fun HelperUser.credential(action: String, vararg lines: String) = start(
        "sh",
        "-c",
        "printf '%s\\n' ${lines.joinToString(" ") { "'$it'" }} | '${HelperEnvironment.git}' credential $action",
        extra = HelperEnvironment.gitPrograms,
    ).succeeds().stdout.lines()

    fun HelperUser.configure() {
        val line = helper("git-credential", "--for", "https://git.example.com").joinToString(" ")
        start("git", "config", "--global", "credential.helper", "!$line").succeeds()
    }

    val server = arrayOf("capability[]=authtype", "protocol=https", "host=git.example.com")

    test("git takes the token as Bearer, or as Basic if the server demands that, and keeps it in no store") {
        val user = HelperUser(issuer, "git")
        val token = user.logIn().accessToken
        user.configure()
        val bearer = user.credential("fill", *server)
        listOf("authtype=Bearer", "credential=$token", "ephemeral=1", "host=git.example.com").forEach { bearer shouldContain it }
        val basic = user.credential("fill", *server, "wwwauth[]=Basic realm=\"x\"")
        val encoded = Base64.getEncoder().encodeToString("oauth2:$token".toByteArray())
        listOf("authtype=Basic", "credential=$encoded", "ephemeral=1").forEach { basic shouldContain it }
    }

    test("the token that git rejects is refreshed") {
        val user = HelperUser(issuer, "git")
        val token = user.logIn().accessToken
        user.configure()
        user.credential("reject", *server, "authtype=Bearer", "credential=other")
        user.credential("approve", *server, "authtype=Bearer", "credential=$token", "ephemeral=1")
        user.token().accessToken shouldBe token
        user.credential("reject", *server, "authtype=Bearer", "credential=$token")
        user.credential("fill", *server) shouldNotContain "credential=$token"
        user.token().accessToken shouldNotBe token
    }
})
