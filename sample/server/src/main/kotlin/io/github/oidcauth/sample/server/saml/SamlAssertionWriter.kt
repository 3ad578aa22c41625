package io.github.oidcauth.sample.server.saml

import io.github.oidcauth.sample.server.TrustedIssuer
import io.github.oidcauth.sample.server.saml.Xml.add
import org.w3c.dom.Element
import java.security.PrivateKey
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.UUID
import javax.xml.XMLConstants
import javax.xml.crypto.dsig.CanonicalizationMethod
import javax.xml.crypto.dsig.DigestMethod
import javax.xml.crypto.dsig.Transform
import javax.xml.crypto.dsig.XMLSignatureFactory
import javax.xml.crypto.dsig.dom.DOMSignContext
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec
import javax.xml.crypto.dsig.spec.TransformParameterSpec

/** Writes and signs what [SamlAssertionCheck] reads. */
internal object SamlAssertionWriter {
    class Content(
        val subject: String,
        val audience: String,
        val recipient: String,
        val expiresAt: Instant,
        val issuer: String = TrustedIssuer.NAME,
        val id: String = "_${UUID.randomUUID()}",
        val signed: String = "#$id",
    )

    fun write(
        content: Content,
        key: PrivateKey,
    ): String {
        val document = Xml.builder().newDocument()
        val root = document.createElementNS(Xml.SAML, "saml:Assertion")
        document.appendChild(root)
        // Written out, because what is signed is what is written.
        root.setAttributeNS(XMLConstants.XMLNS_ATTRIBUTE_NS_URI, "xmlns:saml", Xml.SAML)
        root.setAttribute("Version", "2.0")
        root.setAttribute("ID", content.id)
        root.setAttribute("IssueInstant", time(Instant.now()))
        root.add("Issuer", text = content.issuer)
        val subject = root.add("Subject")
        subject.add("NameID", text = content.subject)
        subject
            .add("SubjectConfirmation", "Method" to "urn:oasis:names:tc:SAML:2.0:cm:bearer")
            .add("SubjectConfirmationData", "Recipient" to content.recipient, "NotOnOrAfter" to time(content.expiresAt))
        root
            .add("Conditions", "NotOnOrAfter" to time(content.expiresAt))
            .add("AudienceRestriction")
            .add("Audience", text = content.audience)
        sign(root, content.signed, subject, key)
        return Xml.text(document)
    }

    /** An enveloped signature, placed after the issuer (SAML 2.0 Core §2.3.3, §5.4). */
    private fun sign(
        root: Element,
        signed: String,
        before: Element,
        key: PrivateKey,
    ) {
        val factory = XMLSignatureFactory.getInstance("DOM")
        val exclusive = factory.newCanonicalizationMethod(CanonicalizationMethod.EXCLUSIVE, null as C14NMethodParameterSpec?)
        val transforms =
            listOf(Transform.ENVELOPED, CanonicalizationMethod.EXCLUSIVE)
                .map { factory.newTransform(it, null as TransformParameterSpec?) }
        val digest = factory.newDigestMethod(DigestMethod.SHA256, null)
        val reference = factory.newReference(signed, digest, transforms, null, null)
        val method = factory.newSignatureMethod(TrustedIssuer.SIGNATURE_METHOD, null)
        val context = DOMSignContext(key, root, before)
        context.setIdAttributeNS(root, null, "ID")
        factory.newXMLSignature(factory.newSignedInfo(exclusive, method, listOf(reference)), null).sign(context)
    }

    private fun time(instant: Instant) = instant.truncatedTo(ChronoUnit.SECONDS).toString()
}
