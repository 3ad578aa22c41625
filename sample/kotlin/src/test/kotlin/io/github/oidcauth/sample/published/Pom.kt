package io.github.oidcauth.sample.published

import org.w3c.dom.Element
import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import javax.xml.xpath.XPathConstants
import javax.xml.xpath.XPathFactory

/** A `pom.xml` as it stands in [file], without what it inherits. */
internal class Pom(private val file: File) {
    private val folder = file.parentFile
    val root: Element = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).documentElement
    private val xpath = XPathFactory.newInstance().newXPath()

    /** Returns the text at [path], empty if there is none: `scm/url`. */
    fun text(path: String): String = xpath.evaluate(path, root).trim()

    fun has(path: String): Boolean = xpath.evaluate("boolean($path)", root, XPathConstants.BOOLEAN) as Boolean

    val artifactId: String get() = text("artifactId")
    val isDeployed: Boolean get() = text("properties/maven.deploy.skip") != "true"
    val isJar: Boolean get() = text("packaging").ifEmpty { "jar" } == "jar"

    /** The file that is published in the place of this one, and made by builds of the module. */
    val published: File get() = if (has("parent")) folder.resolve("target/published-pom.xml") else file

    /** False in builds that leave this module out. */
    val isBuilt: Boolean get() = !isJar || folder.resolve("target/classes").exists()

    /** Returns what is needed to run the artifact, as `artifact-version`. */
    fun dependencies(): List<String> {
        val count = xpath.evaluate("count(dependencies/dependency)", root).toInt()
        return (1..count)
            .map { "dependencies/dependency[$it]" }
            .filter { text("$it/scope") != "test" }
            .map { "${text("$it/artifactId")}-${text("$it/version")}" }
    }

    /** Returns the poms of the modules of every build. */
    fun modules(): List<Pom> {
        val count = xpath.evaluate("count(modules/module)", root).toInt()
        return (1..count).map { Pom(folder.resolve(text("modules/module[$it]")).resolve("pom.xml")) }
    }
}
