package io.github.oidcauth.cli.credentials

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import java.util.Base64
import kotlin.time.Instant

internal class GitCredentialResponseTest : FunSpec({
    val token = PresentedToken("a.b.c", Instant.parse("2026-11-30T20:00:00.9Z"))
    val server = "protocol=https\nhost=git.example.com\n"

    fun request(text: String) = GitCredentialRequest.parse((server + text).toByteArray())

    fun lines(
        request: String,
        username: String? = null,
        scheme: AuthenticationScheme? = null,
        presented: PresentedToken = token,
    ) = GitCredentialResponse(username, scheme).text(request(request), presented).lines()

    fun basic(text: String) = Base64.getEncoder().encodeToString(text.toByteArray())

    test("git without schemes gets a user name and the token as password, with its expiry") {
        lines("") shouldBe listOf("username=oauth2", "password=a.b.c", "password_expiry_utc=1796068800")
        lines("", presented = PresentedToken("a", null)) shouldBe listOf("username=oauth2", "password=a")
    }

    test("git with schemes gets a Bearer token that no other helper stores") {
        val expected =
            listOf(
                "capability[]=authtype",
                "authtype=Bearer",
                "credential=a.b.c",
                "ephemeral=1",
                "password_expiry_utc=1796068800",
            )
        lines("capability[]=authtype\n") shouldBe expected
        lines("capability[]=authtype\nwwwauth[]=Basic realm=\"x\"\nwwwauth[]=Bearer realm=\"y\"\n") shouldBe expected
        lines("capability[]=authtype\nwwwauth[]=Basic\n", scheme = AuthenticationScheme.BEARER) shouldBe expected
    }

    test("a server that demands Basic alone gets that, and no other helper stores it either") {
        val expected = listOf("capability[]=authtype", "authtype=Basic", "credential=${basic("oauth2:a.b.c")}", "ephemeral=1")
        lines("capability[]=authtype\nwwwauth[]=Basic realm=\"GitLab\"\n").dropLast(1) shouldBe expected
        lines("capability[]=authtype\n", scheme = AuthenticationScheme.BASIC).dropLast(1) shouldBe expected
    }

    test("the user name is the one of the option, else of the URL") {
        lines("username=alice\n").first() shouldBe "username=alice"
        lines("username=alice\n", "x-access-token").first() shouldBe "username=x-access-token"
        lines("username=\n").first() shouldBe "username=oauth2"
        lines("username=a:b\n").first() shouldBe "username=oauth2"
        lines("capability[]=authtype\nwwwauth[]=Basic\nusername=j\u00fcrgen\n")[2] shouldBe
            "credential=${basic("j\u00fcrgen:a.b.c")}"
    }

    test("the response never changes the protocol, the host or the path") {
        val response = lines("capability[]=authtype\npath=a.git\nstate[]=other.x\n")
        response.map { it.substringBefore('=') } shouldBe
            listOf("capability[]", "authtype", "credential", "ephemeral", "password_expiry_utc")
    }

    test("git names the token in each form that it was given") {
        val response = GitCredentialResponse(null, null)
        listOf(
            "password=a.b.c\n",
            "authtype=Bearer\ncredential=a.b.c\n",
            "authtype=Basic\ncredential=${basic("oauth2:a.b.c")}\n",
        ).forEach {
            withClue(it) { response.isNamed(request(it), token) shouldBe true }
        }
        listOf(
            "",
            "username=oauth2\n",
            "password=\n",
            "password=a.b.d\n",
            "password=a.b.c.\n",
            "credential=a.b\n",
            "credential=${basic("a.b.c")}\n",
            "credential=${basic("oauth2:a.b.d")}\n",
            "credential=${basic(":")}\n",
            "credential=\u00ff\npassword=a.b.c\n",
        ).forEach { withClue(it) { response.isNamed(request(it), token) shouldBe false } }
    }

    test("a token is not shown") {
        token.toString() shouldBe "PresentedToken(██, 2026-11-30T20:00:00.900Z)"
    }
})
