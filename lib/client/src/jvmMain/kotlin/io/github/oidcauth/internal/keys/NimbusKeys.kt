package io.github.oidcauth.internal.keys

import com.nimbusds.jose.jwk.Curve
import com.nimbusds.jose.jwk.ECKey
import com.nimbusds.jose.jwk.RSAKey
import com.nimbusds.jose.util.Base64URL
import io.github.oidcauth.oauth2.Jwk

/**
 * Converts keys to the types of Nimbus. Only the members that define a key are used, so that certificates and other members are
 * not parsed a second time.
 */
internal object NimbusKeys {
    fun rsa(key: Jwk): RSAKey {
        val builder = RSAKey.Builder(key.required("n"), key.required("e"))
        key.member("d")?.let(builder::privateExponent)
        key.member("p")?.let {
            builder
                .firstPrimeFactor(it)
                .secondPrimeFactor(key.required("q"))
                .firstFactorCRTExponent(key.required("dp"))
                .secondFactorCRTExponent(key.required("dq"))
                .firstCRTCoefficient(key.required("qi"))
        }
        return builder.build()
    }

    /**
     * Returns [key] as a key of Nimbus.
     *
     * @throws IllegalStateException when the point is not on the curve.
     */
    fun ec(key: Jwk): ECKey {
        val builder = ECKey.Builder(Curve.parse(key.curve), key.required("x"), key.required("y"))
        key.member("d")?.let(builder::d)
        return builder.build()
    }

    fun secret(key: Jwk): ByteArray = key.required("k").decode()

    private fun Jwk.member(name: String): Base64URL? = octets(name)?.let(Base64URL::encode)

    private fun Jwk.required(name: String): Base64URL = checkNotNull(member(name)) { "The key has no member $name." }
}
