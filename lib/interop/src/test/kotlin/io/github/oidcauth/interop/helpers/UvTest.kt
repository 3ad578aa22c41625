package io.github.oidcauth.interop.helpers

import io.github.oidcauth.interop.requires
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import java.io.ByteArrayOutputStream
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import kotlin.io.path.readText

/** `keyring-credential` in the real uv, which installs a package from an index that wants the token. */
class UvTest : FunSpec({
    requires(HelperEnvironment)

    val issuer = SampleServer.start()
    val wheel = ByteArrayOutputStream().also { octets ->
        ZipOutputStream(octets).use { zip ->
            mapOf(
                "tiny.py" to "value = 1\n",
                "tiny-1.0.dist-info/METADATA" to "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n",
                "tiny-1.0.dist-info/WHEEL" to "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
                "tiny-1.0.dist-info/RECORD" to "tiny.py,,\ntiny-1.0.dist-info/METADATA,,\ntiny-1.0.dist-info/WHEEL,,\n" +
                    "tiny-1.0.dist-info/RECORD,,\n",
            ).forEach { (name, text) ->
                zip.putNextEntry(ZipEntry(name))
                zip.write(text.toByteArray())
            }
        }
    }.toByteArray()
    val index = TokenServer("Basic realm=\"index\"") { path ->
        when {
            path == "/simple/tiny/" -> "<a href=\"/files/tiny-1.0-py3-none-any.whl\">tiny-1.0-py3-none-any.whl</a>".toByteArray()
            path.endsWith(".whl") -> wheel
            else -> null
        }
    }
    afterSpec {
        index.close()
        issuer.close()
    }

    fun HelperUser.install(allowed: String) = run {
        install("keyring", helper("keyring-credential", "--for", allowed))
        val url = index.url.replace("http://", "http://oauth2@") + "/simple/"
        val options = listOf("--target", "${home.resolve("packages")}", "--python", "${HelperEnvironment.python}", "--no-cache")
        start(
            "${HelperEnvironment.uv}",
            "pip",
            "install",
            "--keyring-provider",
            "subprocess",
            "--index-url",
            url,
            *options.toTypedArray(),
            "tiny",
        )
    }

    test("uv installs a package with the token") {
        val user = HelperUser(issuer, "uv")
        index.good = user.logIn().accessToken
        user.install(index.url).succeeds()
        user.home.resolve("packages/tiny.py").readText() shouldBe "value = 1\n"
        index.tokens() shouldContainExactly listOf(index.good)
    }

    test("an index that is not named gets no token") {
        val user = HelperUser(issuer, "uv")
        index.good = user.logIn().accessToken
        index.credentials.clear()
        val run = user.install("https://pypi.example.com")
        withClue(run::describe) { run.exitCode() shouldNotBe 0 }
        index.tokens() shouldContainExactly emptyList()
    }
})
