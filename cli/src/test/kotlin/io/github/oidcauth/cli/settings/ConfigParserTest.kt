// Tests ConfigParser and SettingsReader.
package io.github.oidcauth.cli.settings

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldBeEmpty
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.string.shouldContain
import io.kotest.matchers.string.shouldNotContain

internal class ConfigParserTest : FunSpec({
    fun faults(text: String): List<String> = SettingsBench.parse(text).faults.map { it.toString() }

    fun fault(text: String): String = faults(text).single()

    test("the top of the file and the sections of hosts have the same settings, with their lines") {
        val file =
            SettingsBench.file(
                """
                store = "keyring"
                timeout = 60
                no_browser = true

                [hosts.work]
                url = "https://login.example.com"
                client_id = "cli"
                scopes = ["openid", "email"]
                ports = [8400, 8401]

                [hosts.work.params]
                prompt = "login"
                access_type = "offline"
                """,
            )
        file.defaults.mapValues { it.value.values } shouldBe
            mapOf("store" to listOf("keyring"), "timeout" to listOf("60"), "no_browser" to listOf("true"))
        val work = file.hosts.single()
        work.alias shouldBe "work"
        work.settings.mapValues { it.value.values.sorted() } shouldBe
            mapOf(
                "client_id" to listOf("cli"),
                "scope" to listOf("email", "openid"),
                "ports" to listOf("8400", "8401"),
                "param" to listOf("access_type=offline", "prompt=login"),
            )
        work.settings.getValue("client_id").position shouldBe Position(7, 1)
    }

    test("a file is found by its alias and by its URL in any spelling") {
        val file = SettingsBench.file(
            "[hosts.work]\nurl = 'https://Login.Example.com/'\n[hosts.home]\nurl = 'http://localhost:8080'",
        )
        file.entryOf("work")?.alias shouldBe "work"
        file.entryOf("login.example.com")?.alias shouldBe "work"
        file.entryOf("HTTPS://login.example.com:443")?.alias shouldBe "work"
        file.entryOf("http://localhost:8080/")?.alias shouldBe "home"
        file.entryOf("https://login.example.com/other") shouldBe null
    }

    test("an unknown setting is named with its place, and the one that was meant") {
        fault("# x\nclinet_id = 'x'") shouldBe "line 2, column 1: There is no setting clinet_id. Did you mean client_id?"
        fault("client-id = 'x'") shouldContain "Did you mean client_id?"
        fault("[host.work]\nurl = 'https://a.example'") shouldContain "Did you mean [hosts.ALIAS]?"
        fault("colour = 'never'") shouldContain "`oidc-auth config init` writes a sample"
    }

    test("an option of one run is no setting") {
        fault("force = true") shouldContain "There is no setting force."
        fault("version = true") shouldContain "There is no setting version."
    }

    test("a secret is refused without showing it") {
        for (key in listOf("client_secret", "password", "refresh_token", "client_assertion", "CLIENT_SECRET")) {
            val text = fault("$key = 'hunter2'")
            text shouldContain "$key is a secret"
            text shouldContain "client_secret_file"
            text shouldNotContain "hunter2"
        }
    }

    test("values of another type are refused, and those that fit are named") {
        fault("no_browser = 'yes'") shouldBe "line 1, column 1: no_browser takes true or false, not a text."
        fault("timeout = 1.5") shouldBe "line 1, column 1: timeout takes a text in quotes, or a number, not a number."
        fault("timeout = true") shouldContain "not true."
        fault("client_id = ['a']") shouldContain "not a list."
        fault("scope = [true]") shouldContain "or a list such as [\"a\", \"b\"]"
        fault("scope = 2020-01-01") shouldContain "not a date or time."
        fault("[client_id]\na = 1") shouldContain "not a section."
    }

    test("empty values are refused") {
        fault("client_id = ' '") shouldContain "client_id is empty."
        fault("scope = []") shouldContain "scope is empty."
    }

    test("one setting in two spellings is refused") {
        fault("scope = 'a'\nscopes = 'b'") shouldContain "scopes and scope are the same setting. Keep one."
    }

    test("brackets that would exhaust the stack are a fault") {
        fault("store = 'file'\na = " + "[".repeat(101)) shouldBe "line 2, column 1: There are too many brackets within others."
        fault("a = " + "[\n".repeat(100_000)) shouldContain "line 101"
        fault("a = " + "['#',".repeat(10_000)) shouldContain "too many brackets"
        fault("a = [\"\"\"\n#\"\"\"," + "[".repeat(10_000)) shouldContain "too many brackets"
        fault("# [\n".repeat(200) + "a = ") shouldContain "Unexpected end of"
        fault("a = " + "[".repeat(100)) shouldContain "Unexpected end of"
        SettingsBench.parse("scope = ['a'] # [\n[hosts.a]\nurl = 'https://a.example'\n").faults.shouldBeEmpty()
    }

    test("bad TOML and doubled names are reported with their line") {
        fault("a = ").shouldContain("line 1, column 5: Unexpected end of")
        fault("store = 'a'\nstore = 'b'") shouldBe "line 2, column 1: store previously defined at line 1, column 1."
        fault("[hosts.w]\nurl = 'https://a.example'\n[hosts.w]\n") shouldContain "line 3, column 1: hosts.w previously defined"
    }

    test("an alias is neither a command nor a host") {
        fun alias(text: String) = fault("[hosts.$text]\nurl = 'https://a.example'")
        alias("login") shouldContain "is the name of a command"
        alias("'login.example.com'") shouldContain "looks like a host"
        alias("localhost") shouldContain "looks like a host"
        alias("'a/b'") shouldContain "looks like a host"
        alias("'a b'") shouldContain "is not usable"
        alias("'-v'") shouldContain "is not usable"
        SettingsBench.parse("[hosts.my-work_2]\nurl = 'https://a.example'").faults.shouldBeEmpty()
    }

    test("an entry needs a URL that can be one") {
        fault("[hosts.work]\nclient_id = 'x'") shouldBe
            "line 1, column 1: [hosts.work] has no url: the application or issuer that it is for."
        fault("[hosts.work]\nurl = 'ftp://x'") shouldContain "line 2, column 1: url cannot be used."
        fault("[hosts.work]\nurl = 1") shouldContain "url is a text in quotes."
        fault("hosts = 'work'") shouldContain "[hosts.ALIAS]"
        fault("hosts.work = 'https://a.example'") shouldContain "[hosts.ALIAS]"
    }

    test("all faults are reported, in the order of the file") {
        faults("x_y_z = 1\n[hosts.login]\nurl = 'https://a.example'\nfoo_bar = 1").map { it.substringBefore(':') }
            .shouldContainExactly("line 1, column 1", "line 2, column 1", "line 4, column 1")
    }

    test("a file that is named without its directory is beside config.toml") {
        fun file(name: String) = SettingsBench.file("client_secret_file = '$name'").defaults.values.single().values.single()
        file("secret") shouldBe "/home/alice/.config/oidc-auth/secret"
        file("~/secret") shouldBe "~/secret"
        file("/run/secret") shouldBe "/run/secret"
        fault("client_secret_file = '-'") shouldContain "standard input"
    }

    test("line ends of Windows, comments and an empty file are fine") {
        SettingsBench.file("# nothing\r\nstore = 'file' # here\r\n").defaults.keys shouldBe setOf("store")
        SettingsBench.file("").defaults.keys.shouldBeEmpty()
    }
})
