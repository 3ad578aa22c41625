package io.github.oidcauth.cli

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldStartWith

internal class StoredTokensTest : FunSpec({
    fun entry(
        host: String,
        expires: String = "4102444800",
    ) = """"$host": { "token": { "access_token": "x", "token_type": "Bearer", "expires": $expires }, "stored_at": 1.0 }"""

    fun deskWith(vararg entries: String) = Desk().also { it.write(entries.joinToString(", ", "{ ", " }")) }

    suspend fun Desk.prints(vararg arguments: String): String {
        val result = run(*arguments)
        result.exitCode shouldBe ExitCode.SUCCESS
        result.stderr shouldBe ""
        return result.stdout
    }

    test("--list prints the hosts in order") {
        deskWith(entry("https://b.example"), entry("https://a.example/tools")).prints("--list") shouldBe
            "  https://a.example/tools  (valid)\n  https://b.example  (valid)\n"
    }

    test("--list does not print tokens that have expired") {
        deskWith(entry("https://a.example", expires = "1000")).prints("--list") shouldBe "No cached tokens.\n"
        Desk().prints("--list") shouldBe "No cached tokens.\n"
    }

    test("--remove removes one token, however its host is written") {
        val desk = deskWith(entry("https://a.example"), entry("https://b.example"))
        desk.prints("--remove", "A.example:443/") shouldBe "Removed token for A.example:443/\n"
        desk.prints("--remove", "https://a.example") shouldBe "No cached token for https://a.example\n"
        desk.prints("--list") shouldBe "  https://b.example  (valid)\n"
    }

    test("--remove takes a name as it is listed, though it is no base URL") {
        val desk = deskWith(entry("://"))
        desk.prints("--list") shouldBe "  ://  (valid)\n"
        desk.prints("--remove", "://") shouldBe "Removed token for ://\n"
    }

    test("--remove of what is no host fails") {
        val result = Desk().run("--remove", "a b")
        result.exitCode shouldBe ExitCode.FAILURE
        result.stderr shouldStartWith "Error: The host name is not valid"
    }

    test("--clear removes all tokens") {
        val desk = deskWith(entry("https://a.example"), entry("https://b.example"))
        desk.prints("--clear") shouldBe "All cached tokens removed.\n"
        desk.prints("--list") shouldBe "No cached tokens.\n"
    }

    test("--clear tells of damaged files that it leaves") {
        val desk = Desk().also { it.write("""{"https://a.example": {"token": {"access_token": "a"}}, "https://b.exam""") }
        desk.run("--list").stderr shouldContain "has been moved to"
        val result = desk.run("--clear")
        result.exitCode shouldBe ExitCode.SUCCESS
        result.stdout shouldBe "All cached tokens removed.\n"
        result.stderr shouldContain "may still hold tokens: ${desk.tokenFile}.corrupt-"
    }
})
