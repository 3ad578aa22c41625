// Tests Settings and SettingsSource.
package io.github.oidcauth.cli.settings

import com.github.ajalt.clikt.core.MultiUsageError
import com.github.ajalt.clikt.core.UsageError
import com.github.ajalt.clikt.core.parse
import io.github.oidcauth.cli.framework.ParserMessages
import io.kotest.assertions.throwables.shouldThrow
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain

internal class SettingsSourceTest : FunSpec({
    val text =
        """
        client_id = "top"
        no_browser = true
        ports = [1, 2]
        [hosts.work]
        url = "https://login.example.com"
        client_id = "work"
        redirect_uri = "http://127.0.0.1/cb"
        """

    fun parsed(
        vararg arguments: String,
        variables: Map<String, String> = emptyMap(),
        host: String? = null,
        file: String = text,
    ): OptionsOfEachKind {
        val settings = SettingsBench.settings(file, variables, host, arguments.toList())
        return OptionsOfEachKind(settings).apply { parse(arguments.toList()) }
    }

    test("flags come before variables before the section of the host before the top of the file") {
        val variables = mapOf("OIDC_AUTH_CLIENT_ID" to "variable")
        parsed("--client-id", "flag", variables = variables, host = "work").clientId shouldBe "flag"
        parsed(variables = variables, host = "work").clientId shouldBe "variable"
        parsed(host = "work").clientId shouldBe "work"
        parsed(host = "https://login.example.com/").clientId shouldBe "work"
        parsed(host = "https://other.example.com").clientId shouldBe "top"
        parsed(file = "").clientId shouldBe null
    }

    test("a variable that is empty is not set") {
        parsed(variables = mapOf("OIDC_AUTH_CLIENT_ID" to " ")).clientId shouldBe "top"
        parsed(variables = mapOf("OIDC_AUTH_CLIENT_ID" to " a ")).clientId shouldBe "a"
    }

    test("a flag is switched on and off by words") {
        parsed().noBrowser shouldBe true
        parsed(variables = mapOf("OIDC_AUTH_NO_BROWSER" to "0")).noBrowser shouldBe false
        parsed(variables = mapOf("OIDC_AUTH_NO_BROWSER" to "1"), file = "").noBrowser shouldBe true
    }

    test("several values are a list in the file, and separated by blanks in a variable") {
        parsed(file = "scopes = ['a', 'b']").scopes shouldContainExactly listOf("a", "b")
        parsed(variables = mapOf("OIDC_AUTH_SCOPE" to "a  b")).scopes shouldContainExactly listOf("a", "b")
        parsed("--scope", "c", file = "scopes = ['a', 'b']").scopes shouldContainExactly listOf("c")
        parsed(file = "[params]\nprompt = 'log in'").params shouldContainExactly listOf("prompt=log in")
    }

    test("of two settings that exclude each other the closer one holds") {
        parsed().ports shouldContainExactly listOf("1", "2")
        val work = parsed(host = "work")
        work.redirectUri shouldBe "http://127.0.0.1/cb"
        work.ports.shouldBeEmpty()
        for (port in listOf(arrayOf("--ports", "7"), arrayOf("-p7"), arrayOf("--ports=7"))) {
            val flags = parsed(*port, host = "work")
            flags.redirectUri shouldBe null
            flags.ports shouldContainExactly listOf("7")
        }
        parsed(variables = mapOf("OIDC_AUTH_PORTS" to "9"), host = "work").redirectUri shouldBe null
    }

    test("settings for the login of a user do not hinder a run with --grant, and those for an issuer none at an application") {
        val file = "timeout = 60\nports = 1\nclient_secret_file = 's'\nscope = 'a'"

        fun settings(vararg arguments: String) = SettingsBench.settings(file, arguments = arguments.toList())

        fun Settings.has(name: String) = find(SettingKey(name, SettingKey.Kind.TEXT, help = "")) != null
        listOf("timeout", "ports", "scope").forEach { settings().has(it) shouldBe true }
        listOf("timeout", "ports").forEach { settings("--grant", "client-credentials").has(it) shouldBe false }
        settings("--grant", "client-credentials").has("scope") shouldBe true
        settings().has("client_secret_file") shouldBe false
        settings("--client-id", "c").has("client_secret_file") shouldBe true
    }

    test("variables that other parts read come before the file") {
        parsed(file = "store = 'keyring'").store shouldBe "keyring"
        parsed(file = "store = 'keyring'", variables = mapOf("OIDC_TOKEN_STORE" to "file")).store shouldBe null
        parsed(file = "store = 'keyring'", variables = mapOf("OIDC_TOKEN_FILE" to "/t")).store shouldBe null
        parsed(variables = mapOf("OIDC_TOKEN_STORE" to "file", "OIDC_AUTH_STORE" to "keyring")).store shouldBe "keyring"
    }

    test("an option of one run is not read from variables") {
        parsed(variables = mapOf("OIDC_AUTH_FORCE" to "1", "OIDC_AUTH_VERSION" to "1")).force shouldBe false
    }

    test("a value that an option refuses is reported with its place") {
        fun messageOf(error: UsageError): String =
            if (error is MultiUsageError) messageOf(error.errors.first()) else error.formatMessage(ParserMessages, ParserMessages)

        val inFile = shouldThrow<UsageError> { parsed(file = "# x\ntimeout = 'soon'") }
        messageOf(inFile) shouldContain "timeout in ${SettingsBench.path}, line 2, column 1: 'soon' is no number."
        val inVariable = shouldThrow<UsageError> { parsed(variables = mapOf("OIDC_AUTH_TIMEOUT" to "soon")) }
        messageOf(inVariable) shouldContain "OIDC_AUTH_TIMEOUT: 'soon' is no number."
    }

    test("a file that is not needed is not read") {
        val settings = Settings(emptyMap<String, String>()::get, emptyList(), null) { error("read") }
        OptionsOfEachKind(settings).registeredOptions().filter { it.eager || "--force" in it.names }.forEach { option ->
            SettingsSource(settings).getValues(OptionsOfEachKind().resetContext(), option).shouldBeEmpty()
        }
    }

    test("an alias stands for its URL, and other words for themselves") {
        val settings = SettingsBench.settings(text, host = "work")
        settings.urlOf("work") shouldBe "https://login.example.com"
        settings.urlOf("https://x.example") shouldBe "https://x.example"
    }

    test("a URL of several entries is ambiguous, their aliases are not") {
        val twice = "[hosts.a]\nurl = 'https://x.example'\n[hosts.b]\nurl = 'https://x.example/'"
        parsed(file = twice, host = "b").clientId shouldBe null
        shouldThrow<ConfigFailure> { parsed(file = twice, host = "x.example") }.message shouldContain "a, b"
    }
})
