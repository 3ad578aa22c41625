package io.github.oidcauth.sample.server.saml

import io.github.oidcauth.sample.server.TrustedIssuer
import io.github.oidcauth.sample.server.saml.Xml.children
import org.w3c.dom.Element
import org.xml.sax.SAXException
import java.security.PublicKey
import java.time.Clock
import java.time.DateTimeException
import java.time.Instant
import javax.xml.crypto.MarshalException
import javax.xml.crypto.dsig.CanonicalizationMethod
import javax.xml.crypto.dsig.Transform
import javax.xml.crypto.dsig.XMLSignature
import javax.xml.crypto.dsig.XMLSignatureException
import javax.xml.crypto.dsig.XMLSignatureFactory
import javax.xml.crypto.dsig.dom.DOMValidateContext

/** Checks an assertion (RFC 7522 §3): signed as a whole by the trusted issuer, for this server, about somebody, and in force. */
internal class SamlAssertionCheck(
    private val audiences: Set<String>,
    private val recipient: String,
    private val clock: Clock,
    key: () -> PublicKey,
) {
    private val key by lazy(key)

    /** The content of a valid assertion. */
    class ValidAssertion(
        val id: String,
        val subject: String,
        val expiresAt: Instant,
    )

    /** Null unless everything is as it should be. */
    fun read(assertion: ByteArray): ValidAssertion? {
        if (assertion.size > MAX_BYTES) return null
        return try {
            val root = Xml.builder().parse(assertion.inputStream()).documentElement
            if (isAssertion(root) && isSigned(root)) readClaims(root) else null
        } catch (_: SAXException) {
            null
        } catch (_: MarshalException) {
            null
        } catch (_: XMLSignatureException) {
            null
        } catch (_: DateTimeException) {
            null
        }
    }

    private fun isAssertion(root: Element) =
        root.namespaceURI == Xml.SAML && root.localName == "Assertion" &&
            root.getAttribute("Version") == "2.0" && root.getAttribute("ID").isNotEmpty()

    /**
     * Returns true if the signature is that of the root and covers all of it: a signature of another part does not protect
     * the content that is read here.
     */
    private fun isSigned(root: Element): Boolean {
        val signature = root.children("Signature", XMLSignature.XMLNS).singleOrNull() ?: return false
        val context = DOMValidateContext(key, signature)
        context.setProperty("org.jcp.xml.dsig.secureValidation", true)
        context.setIdAttributeNS(root, null, "ID")
        val parsed = XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context)
        val reference = parsed.signedInfo.references.singleOrNull()
        val whole =
            reference?.uri == "#${root.getAttribute("ID")}" &&
                reference.transforms.all { it.algorithm in TRANSFORMS }
        return whole && parsed.signedInfo.signatureMethod.algorithm == TrustedIssuer.SIGNATURE_METHOD && parsed.validate(context)
    }

    private fun readClaims(root: Element): ValidAssertion? {
        val now = clock.instant()
        val issuer = root.children("Issuer").singleOrNull()?.textContent
        val subject = root.children("Subject").singleOrNull()
        val name = subject?.children("NameID")?.singleOrNull()?.textContent
        val conditions = root.children("Conditions").singleOrNull()
        val confirmed = subject?.children("SubjectConfirmation").orEmpty().mapNotNull { confirmedUntil(it, now) }
        val expiresAt = confirmed.maxOrNull()
        val good =
            issuer == TrustedIssuer.NAME && conditions != null && isInForce(conditions, now) && isForThisServer(conditions) &&
                !name.isNullOrEmpty() && expiresAt != null
        return if (good) ValidAssertion(root.getAttribute("ID"), name, expiresAt) else null
    }

    /** Returns the time until which who brings the assertion counts as the one it is about; null if they do not. */
    private fun confirmedUntil(
        confirmation: Element,
        now: Instant,
    ): Instant? {
        val data = confirmation.children("SubjectConfirmationData").singleOrNull()
        if (confirmation.getAttribute("Method") != BEARER || data == null) return null
        val until = time(data, "NotOnOrAfter")?.takeIf { it > now }
        // Bearer assertions have no NotBefore here (SAML 2.0 Profiles §4.1.4.2).
        return until.takeIf { data.getAttribute("Recipient") == recipient && !data.hasAttribute("NotBefore") }
    }

    private fun isInForce(
        conditions: Element,
        now: Instant,
    ): Boolean {
        val begun = time(conditions, "NotBefore")?.let { it <= now.plusSeconds(LEEWAY_SECONDS) } ?: true
        val ended = time(conditions, "NotOnOrAfter")?.let { it <= now } ?: false
        return begun && !ended
    }

    private fun isForThisServer(conditions: Element): Boolean {
        val restrictions = conditions.children("AudienceRestriction")
        return restrictions.isNotEmpty() &&
            restrictions.all { restriction -> restriction.children("Audience").any { it.textContent in audiences } }
    }

    private fun time(
        element: Element,
        attribute: String,
    ): Instant? = element.getAttribute(attribute).ifEmpty { null }?.let(Instant::parse)

    private companion object {
        const val MAX_BYTES = 65_536
        const val LEEWAY_SECONDS = 60L
        const val BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
        val TRANSFORMS = setOf(Transform.ENVELOPED, CanonicalizationMethod.EXCLUSIVE)
    }
}
