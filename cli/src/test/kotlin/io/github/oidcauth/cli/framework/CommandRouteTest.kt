// Tests CommandLine.
package io.github.oidcauth.cli.framework

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

internal class CommandRouteTest : FunSpec({
    val commands = setOf("token", "list")
    val valued = setOf("--store", "-p")

    fun route(line: String) = CommandRoute.of(line.split(' ').filter { it.isNotEmpty() }, commands, valued)

    listOf(
        "token a.example" to Triple("token", "a.example", "a.example"),
        "--store token a.example" to Triple(null, "--store token a.example", "a.example"),
        "--store=x token a.example" to Triple("token", "--store=x a.example", "a.example"),
        "-p 1 token a.example" to Triple("token", "-p 1 a.example", "a.example"),
        "-p1 token a.example" to Triple("token", "-p1 a.example", "a.example"),
        "-vp 1 token a.example" to Triple("token", "-vp 1 a.example", "a.example"),
        "-v token --store s a.example" to Triple("token", "-v --store s a.example", "a.example"),
        "list" to Triple("list", "", null),
        "a.example token" to Triple(null, "a.example token", "a.example"),
        "-- token a.example" to Triple(null, "-- token a.example", "token"),
        "token -- --host" to Triple("token", "-- --host", "--host"),
        "--list" to Triple(null, "--list", null),
        "token -" to Triple("token", "-", "-"),
        "" to Triple(null, "", null),
    ).forEach { (line, expected) ->
        test("'oidc-auth $line' leads to ${expected.first ?: "no command"}") {
            val (command, arguments, word) = expected
            val route = route(line)
            route.command shouldBe command
            route.arguments.joinToString(" ") shouldBe arguments
            route.word shouldBe word
        }
    }
})
