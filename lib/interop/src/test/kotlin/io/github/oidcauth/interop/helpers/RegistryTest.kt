package io.github.oidcauth.interop.helpers

import io.github.oidcauth.interop.Requirement
import io.github.oidcauth.interop.keys.TestCertificates
import io.github.oidcauth.interop.requires
import io.github.oidcauth.sample.server.SampleServer
import io.kotest.assertions.withClue
import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.collections.shouldContainExactly
import io.kotest.matchers.shouldBe
import io.kotest.matchers.shouldNotBe
import io.kotest.matchers.string.shouldContain
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText

/** `docker-credential` in a client of registries, at a registry with TLS that wants the token as a password. */
internal abstract class RegistryTest(client: Requirement, command: (String) -> List<String>) : FunSpec({
    requires(client, TestCertificates)

    val manifest = """{"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",""" +
        """"config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":2,""" +
        """"digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"},"layers":[]}"""
    val issuer = SampleServer.start()
    val registry = TokenServer("Basic realm=\"registry\"", isEncrypted = true) { path ->
        when {
            "/manifests/" in path -> manifest.toByteArray()
            "/blobs/" in path -> "{}".toByteArray()
            path == "/v2/" -> "{}".toByteArray()
            path.endsWith("/tags/list") -> """{"name":"a/b","tags":["one"]}""".toByteArray()
            else -> null
        }
    }
    afterSpec {
        registry.close()
        issuer.close()
    }

    fun HelperUser.list(allowed: String) = run {
        install("docker-credential-example", helper("docker-credential", "--for", allowed))
        home.resolve(".docker").createDirectories().resolve("config.json")
            .writeText("""{"credHelpers":{"${registry.host}":"example"}}""")
        start(*command("${registry.host}/a/b").toTypedArray())
    }

    test("the client sends the token as the password") {
        val user = HelperUser(issuer, "registry")
        registry.good = user.logIn().accessToken
        registry.credentials.clear()
        user.list(registry.url).succeeds()
        registry.tokens() shouldContainExactly listOf(registry.good)
    }

    test("a registry that is not named gets no token, and a login that is needed is named") {
        val user = HelperUser(issuer, "registry")
        registry.good = user.logIn().accessToken
        registry.credentials.clear()
        user.list("https://registry.example.com").exitCode() shouldNotBe 0
        registry.tokens() shouldContainExactly emptyList()
        val loggedOut = HelperUser(issuer, "registry").list(registry.url)
        withClue(loggedOut::describe) {
            loggedOut.exitCode() shouldNotBe 0
            (loggedOut.stdout + loggedOut.stderr) shouldContain "no user to log in"
        }
    }
})

/** skopeo. */
internal class SkopeoTest : RegistryTest(ForeignProgram.SKOPEO, { name ->
    listOf("skopeo", "list-tags", "--tls-verify=false", "docker://$name")
})

/** Docker's client, which needs no engine to look at a manifest. */
internal class DockerTest : RegistryTest(ForeignProgram.DOCKER, { name ->
    listOf("docker", "manifest", "inspect", "--insecure", "$name:one")
})
