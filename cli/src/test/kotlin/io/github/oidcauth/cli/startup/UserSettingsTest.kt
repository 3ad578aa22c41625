package io.github.oidcauth.cli.startup

import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.shouldBe
import kotlin.io.path.createDirectories
import kotlin.io.path.createSymbolicLinkPointingTo
import kotlin.io.path.writeText

class UserSettingsTest :
    FunSpec({
        test("settings are found in the directories of all systems, below each home that Java or the shell names") {
            val places =
                mapOf(
                    ".config/oidc-auth/config.toml" to "HOME",
                    ".config/oidc-auth/accounts.json" to "HOME",
                    "Library/Application Support/oidc-auth/config.toml" to "HOME",
                    "oidc-auth/config.toml" to "XDG_CONFIG_HOME",
                    "oidc-auth/oidc-auth/config.toml" to "LOCALAPPDATA",
                )
            places.forEach { (file, variable) ->
                withClue(file) {
                    val directory = tempdir().toPath()
                    val settings = UserSettings(mapOf(variable to "$directory"), userHome = null)
                    directory.resolve(file).parent.parent.createDirectories()
                    settings.mayExist() shouldBe false
                    directory.resolve(file).parent.createDirectories()
                    directory.resolve(file).writeText("")
                    settings.mayExist() shouldBe true
                    UserSettings(mapOf("HOME" to "/nonexistent"), "$directory").mayExist() shouldBe (variable == "HOME")
                }
            }
        }

        test("a link that leads in a circle, and a file in place of the directory, are left to the whole program") {
            val directory = tempdir().toPath()
            val ours = directory.resolve(".config/oidc-auth").createDirectories()
            val settings = UserSettings(mapOf("HOME" to "$directory"), null)
            settings.mayExist() shouldBe false
            ours.resolve("other").writeText("")
            settings.mayExist() shouldBe false
            val link = ours.resolve("config.toml")
            link.createSymbolicLinkPointingTo(link)
            settings.mayExist() shouldBe true
            val second = tempdir().toPath()
            second.resolve(".config").createDirectories().resolve("oidc-auth").writeText("")
            UserSettings(mapOf("HOME" to "$second"), null).mayExist() shouldBe true
        }

        test("without a home and without variables there are none, and a ~ is left to the whole program") {
            UserSettings(emptyMap(), null).mayExist() shouldBe false
            UserSettings(mapOf("HOME" to "", "XDG_CONFIG_HOME" to ""), "?").mayExist() shouldBe false
            UserSettings(mapOf("XDG_CONFIG_HOME" to "~/x"), null).mayExist() shouldBe true
        }
    })
