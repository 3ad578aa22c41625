package io.github.oidcauth.interop.pyoidcauth

import io.github.oidcauth.FileTokenStore
import io.github.oidcauth.TokenKey
import io.github.oidcauth.interop.browser.Chromium
import io.github.oidcauth.interop.oidcprovider.NodeEnvironment
import io.github.oidcauth.interop.process.CommandRun
import io.github.oidcauth.interop.process.OpenFiles
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Companion.REFRESH_REQUESTS
import io.github.oidcauth.interop.pyoidcauth.PyOidcAuthServer.Mode
import io.github.oidcauth.interop.requires
import io.kotest.assertions.nondeterministic.eventually
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import kotlin.time.Duration.Companion.minutes

/** Processes that know nothing of each other share one refresh. */
class ManyProcessesTest : FunSpec({
    requires(PythonEnvironment, NodeEnvironment, Chromium, OpenFiles)

    test("$PROCESSES processes that meet one expired token make one refresh request") {
        val stage = Stage.of(Mode.PASSTHROUGH, OidcProvider.Settings(rotateRefreshTokens = true))
        val server = stage.server
        val user = User("many-processes")
        val stale = PythonClient(user).start(server.baseUrl, "--json").succeeds().printedAccessToken()
        user.tokenFile.expireAccessToken(server.baseUrl)
        val refreshes = server.hits(REFRESH_REQUESTS)
        val refreshesAtProvider = stage.provider.tokenRequests("refresh_token")

        val runs = startedWhileLocked(user, server)
        val accessTokens = runs.map { it.succeeds(2.minutes).stdout.trim() }.toSet()

        accessTokens.size shouldBe 1
        accessTokens.single() shouldNotBe stale
        server.hits(REFRESH_REQUESTS) - refreshes shouldBe 1
        stage.provider.tokenRequests("refresh_token") - refreshesAtProvider shouldBe 1
        server.whoAmI(accessTokens.single()).statusCode() shouldBe 200
    }
})

private const val PROCESSES = 20

/** Starts the processes while somebody else has the lock, who gives it back when each of them has read the token and waits. */
private suspend fun startedWhileLocked(user: User, server: PyOidcAuthServer): List<CommandRun> {
    val file = user.tokenFile.path
    return FileTokenStore(file).withLock(TokenKey.of(server.baseUrl)) {
        val runs = List(PROCESSES) { OidcAuthCommand(user).start("token", server.baseUrl) }
        eventually(2.minutes) {
            runs.filter { run -> OpenFiles.of(run.pid).none { it.startsWith("$file.lock") } }.shouldBeEmpty()
        }
        runs
    }
}
