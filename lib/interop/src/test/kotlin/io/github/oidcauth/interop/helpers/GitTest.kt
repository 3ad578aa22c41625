package io.github.oidcauth.interop.helpers

import io.github.oidcauth.interop.requires
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain
import java.nio.file.Path
import kotlin.io.path.isRegularFile
import kotlin.io.path.readBytes
import kotlin.io.path.readText

/** `git-credential` in the real git, which clones over HTTP from a server that wants the token. */
class GitTest : FunSpec({
    requires(ForeignProgram.GIT)

    val issuer = SampleServer.start()
    afterSpec { issuer.close() }

    /** Serves the files of [repository], as git's "dumb" protocol needs them. */
    fun serverOf(repository: Path) = TokenServer("Basic realm=\"git\"") { path ->
        repository.resolve("./${path.removePrefix("/repo.git/")}").takeIf { it.isRegularFile() }?.readBytes()
    }

    /** Makes a bare repository with one commit in [user]'s home; its submodule is at [submodule]. */
    fun repositoryOf(user: HelperUser, submodule: String): Path {
        user.shell(
            """
            set -e
            git init -q work && cd work && git config user.email a@example.com && git config user.name a
            printf '[submodule "s"]\n\tpath = s\n\turl = %s\n' '$submodule' > .gitmodules
            git update-index --add --cacheinfo 160000,1111111111111111111111111111111111111111,s
            echo content > file && git add file .gitmodules && git commit -qm first
            cd .. && git clone -q --bare work repo.git && cd repo.git && git update-server-info
            """.trimIndent(),
        ).succeeds()
        return user.home.resolve("repo.git")
    }

    fun HelperUser.configure(server: TokenServer) {
        val line = helper("git-credential", "--for", server.url).joinToString(" ")
        // For all servers, as a careless user would: --for alone decides.
        start("git", "config", "--global", "credential.helper", "!$line").succeeds()
    }

    test("git clones with the token, and a submodule at another server gets none") {
        val user = HelperUser(issuer, "git")
        val token = user.logIn().accessToken
        TokenServer("Basic realm=\"git\"") { null }.use { evil ->
            serverOf(repositoryOf(user, "${evil.url}/repo.git")).use { server ->
                server.good = token
                user.configure(server)
                user.start("git", "clone", "-q", "${server.url}/repo.git", "clone").succeeds()
                user.home.resolve("clone/file").readText() shouldBe "content\n"
                server.tokens() shouldContainExactly listOf(token)

                val submodule = user.start("git", "submodule", "update", "--init", directory = user.home.resolve("clone"))
                withClue(submodule::describe) {
                    submodule.exitCode() shouldNotBe 0
                    submodule.stderr shouldNotContain token
                }
                evil.credentials shouldContainExactly emptyList()
            }
        }
    }

    test("a refused token is refreshed for the next command, and the login stays") {
        val user = HelperUser(issuer, "git")
        val token = user.logIn().accessToken
        serverOf(repositoryOf(user, "http://127.0.0.1:1/")).use { server ->
            user.configure(server)
            user.start("git", "ls-remote", "${server.url}/repo.git").exitCode() shouldNotBe 0
            server.tokens() shouldContainExactly listOf(token)
            user.start("git", "ls-remote", "${server.url}/repo.git").exitCode() shouldNotBe 0
            server.tokens().size shouldBe 2
            server.tokens().last() shouldNotBe token
        }
    }

    test("without a login git ends with the advice, and requests no password") {
        val user = HelperUser(issuer, "git")
        serverOf(user.home).use { server ->
            user.configure(server)
            val run = user.start("git", "clone", "-q", "${server.url}/repo.git", "clone", extra = mapOf("GIT_ASKPASS" to "false"))
            withClue(run::describe) {
                run.exitCode() shouldNotBe 0
                run.stderr shouldContain "oidc-auth login ${issuer.issuer}"
                run.stderr shouldContain "told us to quit"
                run.stderr shouldNotContain "could not read Username"
            }
        }
    }
})
