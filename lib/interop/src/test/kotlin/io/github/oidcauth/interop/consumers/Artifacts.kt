package io.github.oidcauth.interop.consumers

import io.github.oidcauth.interop.Requirement
import java.nio.file.Path
import kotlin.io.path.copyTo
import kotlin.io.path.createDirectories
import kotlin.io.path.exists
import kotlin.io.path.readText

/** Our artifacts as this build has packaged them. */
internal object Artifacts : Requirement {
    val version: String = System.getProperty("interop.version").orEmpty()

    private val root: Path = Path.of(System.getProperty("interop.root", "../..")).toAbsolutePath().normalize()
    private val modules = listOf("lib/bom", "lib/client", "lib/testing").map(root::resolve)
    private val ARTIFACT = Regex("<artifactId>(oidc-auth-[a-z-]+)</artifactId>")

    override val missing: String?
        get() =
            if (jarOf(root.resolve("lib/client"), "oidc-auth-client").exists()) {
                null
            } else {
                "Needs our artifacts: run `mvn -Pinterop -pl lib/interop -am -DskipTests verify`."
            }

    /** Puts what would be published into a local [repository] that is not that of this machine. */
    fun installTo(repository: Path): Unit =
        modules.forEach { module ->
            val pom = pomOf(module)
            val name = artifactOf(pom)
            val folder = repository.resolve("io/github/oidcauth/$name/$version").createDirectories()
            pom.copyTo(folder.resolve("$name-$version.pom"), overwrite = true)
            jarOf(module, name).takeIf { it.exists() }?.copyTo(folder.resolve("$name-$version.jar"), overwrite = true)
        }

    /** Returns the published POM, which is made from the source and has no parent. */
    private fun pomOf(
        module: Path,
    ): Path = listOf("target/published-pom.xml", "pom.xml").map(module::resolve).first { it.exists() }

    private fun artifactOf(pom: Path): String =
        checkNotNull(ARTIFACT.find(pom.readText())) { "No artifact of ours in $pom." }.groupValues[1]

    private fun jarOf(
        module: Path,
        name: String,
    ): Path = module.resolve("target/$name-$version.jar")
}
