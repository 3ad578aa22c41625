package com.example.report

import io.github.oidcauth.oauth2.OAuth2Client
import io.github.oidcauth.testing.ScriptedLoginServer
import io.github.oidcauth.testing.ServerEndpoint
import io.github.oidcauth.testing.StrictTokenStore
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

class ReportTest {
    private fun serve(test: suspend (ScriptedLoginServer) -> Unit) =
        ScriptedLoginServer.start().use { server -> runBlocking { test(server) } }

    @Test
    fun `says who is logged in, and asks once`() = serve { server ->
        val login = server.issuerConfig { scope = "openid" }
        repeat(2) { assertEquals("logged in, for a while", loginLine(login)) }
        assertEquals(1, server.user.shownCodes.size)
    }

    @Test
    fun `says that the user said no`() = serve { server ->
        server.user.denies()
        assertEquals("you said no", loginLine(server.issuerConfig()))
    }

    @Test
    fun `says that there is no network`() = serve { server ->
        server.stop()
        assertTrue(loginLine(server.issuerConfig()).startsWith("no network: "))
    }

    @Test
    fun `refreshes once, however many ask`() = serve { server ->
        StrictTokenStore().use { store ->
            val login = server.issuerConfig { this.store = store }
            store.seed(login.key, server.issueExpiredToken(login))
            runBlocking { List(10) { async { loginLine(login) } }.awaitAll() }
            assertEquals(1, server.count(ServerEndpoint.TOKEN))
        }
    }

    @Test
    fun `gets a token for itself, and asks what it is good for`() = serve { server ->
        server.registerClient("report", "secret")
        val token = serviceToken(server.url, "report", "secret")
        val client = OAuth2Client.discover(server.url, "report") { clientSecret = "secret" }
        val introspection = client.introspect(token)
        assertTrue(introspection.active)
        assertEquals("report", introspection.subject)
        server.revokeSessions()
        assertFalse(client.introspect(token).active)
    }
}
