package io.github.oidcauth.internal.transport.tls

import java.security.cert.CertPathBuilderException
import java.security.cert.CertPathValidatorException
import java.security.cert.CertPathValidatorException.BasicReason
import java.security.cert.CertificateException
import java.security.cert.PKIXReason
import java.security.cert.X509Certificate
import javax.net.ssl.SSLPeerUnverifiedException

/** Returns whether [e] means that no trusted authority issued the certificate. */
internal fun isUnknownIssuer(e: CertificateException): Boolean {
    val causes = causesOf(e)
    return causes.none { isWeak(it) } &&
        causes.any { it is CertPathBuilderException || reasonOf(it) == PKIXReason.NO_TRUST_ANCHOR }
}

/**
 * Returns whether [e] says that the issuer of the last certificate in [chain] has the name of a trusted authority but another
 * key. The JDK reports this as a broken signature. It happens when an authority in a file of authorities has been replaced.
 */
internal fun isOfAnotherKey(
    e: Throwable,
    chain: List<X509Certificate>,
): Boolean = e is CertPathValidatorException && e.reason == BasicReason.INVALID_SIGNATURE && e.index == chain.lastIndex

/**
 * Returns whether [e] means that an algorithm or key is too weak. The JDK has a reason code for it, and in some places only a
 * message.
 */
internal fun isWeak(e: Throwable): Boolean =
    reasonOf(e) == BasicReason.ALGORITHM_CONSTRAINED || "lgorithm constraints" in e.message.orEmpty()

/** Returns whether [e], a message of the JDK or of OkHttp, means that the certificate is for other hosts. */
internal fun isHostMismatch(e: Throwable): Boolean {
    val isAboutNames = e is CertificateException || e is SSLPeerUnverifiedException
    return isAboutNames && HOST_WORDS.any { e.message.orEmpty().startsWith(it) }
}

private val HOST_WORDS = listOf("No name matching ", "No subject alternative ", "Illegal given domain name", "Hostname ")

internal fun reasonOf(e: Throwable): CertPathValidatorException.Reason? = (e as? CertPathValidatorException)?.reason

internal fun causesOf(e: Throwable): List<Throwable> = generateSequence(e) { it.cause }.take(MAX_CAUSES).toList()

private const val MAX_CAUSES = 20
