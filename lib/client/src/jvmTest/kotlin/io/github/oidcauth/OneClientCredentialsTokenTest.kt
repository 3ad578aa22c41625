package io.github.oidcauth

import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import java.util.concurrent.CopyOnWriteArrayList

/** The processes of a service start at once. A few in every build; `-Drace.processes=50` for many. */
class OneClientCredentialsTokenTest :
    FunSpec({
        val processes = System.getProperty("race.processes")?.toInt() ?: 4

        test("$processes processes of a service make one client credentials request, and get one token") {
            val path = tempdir("store").toPath().resolve("token-store.json")
            val notices = CopyOnWriteArrayList<String>()
            val store = FileTokenStore(path) { notices += it }
            IssuingServer().use { server ->
                val key = TokenKey.of("${server.tokenEndpoint}#client_id=service&scope=read&grant=client_credentials")
                val children = List(processes) { ChildProcess.start("client-credentials", path, server.tokenEndpoint) }
                // They find no token while somebody has the lock, and are let in together.
                store.withLock(key) { children.forEach { it.line() shouldBe "asks" } }
                children.map { it.finish().lines().last() }.toSet() shouldBe setOf("access1")
                server.grants shouldContainExactly listOf("client_credentials")
                store.get(key)?.accessToken shouldBe "access1"
                notices.shouldBeEmpty()
            }
        }
    })
