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

    fun benchWith(vararg entries: String) = CommandBench().also { it.write(entries.joinToString(", ", "{ ", " }")) }

    suspend fun CommandBench.prints(vararg arguments: String): String {
        val result = run(*arguments)
        result.exitCode shouldBe ExitCode.SUCCESS
        result.stderr shouldBe ""
        return result.stdout
    }

    test("--list prints the hosts in order") {
        benchWith(entry("https://b.example"), entry("https://a.example/tools")).prints("--list") shouldBe
            "  https://a.example/tools  (valid)\n  https://b.example  (valid)\n"
    }

    test("--list does not print tokens that have expired") {
        benchWith(entry("https://a.example", expires = "1000")).prints("--list") shouldBe "No cached tokens.\n"
        CommandBench().prints("--list") shouldBe "No cached tokens.\n"
    }

    test("--remove removes one token, however its host is written") {
        val bench = benchWith(entry("https://a.example"), entry("https://b.example"))
        bench.prints("--remove", "A.example:443/") shouldBe "Removed token for A.example:443/\n"
        bench.prints("--remove", "https://a.example") shouldBe "No cached token for https://a.example\n"
        bench.prints("--list") shouldBe "  https://b.example  (valid)\n"
    }

    test("--remove takes a name as it is listed, though it is no base URL") {
        val bench = benchWith(entry("://"))
        bench.prints("--list") shouldBe "  ://  (valid)\n"
        bench.prints("--remove", "://") shouldBe "Removed token for ://\n"
    }

    test("--remove of what is no host fails") {
        val result = CommandBench().run("--remove", "a b")
        result.exitCode shouldBe ExitCode.USAGE
        result.stderr shouldStartWith "Error: The host name is not valid"
    }

    test("--clear removes all tokens") {
        val bench = benchWith(entry("https://a.example"), entry("https://b.example"))
        bench.prints("--clear") shouldBe "All cached tokens removed.\n"
        bench.prints("--list") shouldBe "No cached tokens.\n"
    }

    test("--clear tells of damaged files that it leaves") {
        val bench = CommandBench().also {
            it.write("""{"https://a.example": {"token": {"access_token": "a"}}, "https://b.exam""")
        }
        bench.run("--list").stderr shouldContain "has been moved to"
        val result = bench.run("--clear")
        result.exitCode shouldBe ExitCode.SUCCESS
        result.stdout shouldBe "All cached tokens removed.\n"
        result.stderr shouldContain "may still hold tokens: ${bench.tokenFile}.corrupt-"
    }
})
