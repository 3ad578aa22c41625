package io.github.oidcauth.sample.server.saml

import org.w3c.dom.Document
import org.w3c.dom.Element
import java.io.StringWriter
import javax.xml.XMLConstants
import javax.xml.parsers.DocumentBuilder
import javax.xml.parsers.DocumentBuilderFactory
import javax.xml.transform.OutputKeys
import javax.xml.transform.TransformerFactory
import javax.xml.transform.dom.DOMSource
import javax.xml.transform.stream.StreamResult

/** As much of XML as a SAML assertion takes, and nothing that reaches outside the document. */
internal object Xml {
    const val SAML: String = "urn:oasis:names:tc:SAML:2.0:assertion"

    fun builder(): DocumentBuilder =
        DocumentBuilderFactory
            .newInstance()
            .apply {
                isNamespaceAware = true
                isExpandEntityReferences = false
                setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true)
                setFeature("http://apache.org/xml/features/disallow-doctype-decl", true)
            }.newDocumentBuilder()
            // The default one writes to standard error.
            .apply { setErrorHandler(null) }

    fun text(document: Document): String {
        val transformer = TransformerFactory.newInstance().apply {
            setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true)
        }.newTransformer()
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes")
        return StringWriter().also { transformer.transform(DOMSource(document), StreamResult(it)) }.toString()
    }

    /** Returns the children of this name in the namespace. */
    fun Element.children(
        name: String,
        namespace: String = SAML,
    ): List<Element> =
        (0 until childNodes.length)
            .mapNotNull { childNodes.item(it) as? Element }
            .filter { it.namespaceURI == namespace && it.localName == name }

    /** Adds a child of this name with attributes and text. */
    fun Element.add(
        name: String,
        vararg attributes: Pair<String, String>,
        text: String? = null,
    ): Element {
        val child = ownerDocument.createElementNS(SAML, "saml:$name")
        attributes.forEach { (attribute, value) -> child.setAttribute(attribute, value) }
        text?.let { child.textContent = it }
        appendChild(child)
        return child
    }
}
