package io.github.oidcauth.oauth2

import io.github.oidcauth.DeviceCode
import kotlin.jvm.JvmOverloads

/** `urn:ietf:params:oauth:grant-type:device_code`: one poll for a user who logs in with a device code (RFC 8628 §3.4). */
public class DeviceCodeGrant internal constructor(
    internal val deviceCode: String,
    private val codeVerifier: String?,
    options: RequestOptions,
) : Grant("urn:ietf:params:oauth:grant-type:device_code", options) {
    /** Polls with the code alone, without the verifier that a login with PKCE has. */
    @JvmOverloads
    public constructor(deviceCode: String, options: RequestOptions = RequestOptions.NONE) : this(deviceCode, null, options)

    /** Polls with the codes of a login, and with their verifier if they have one. */
    @JvmOverloads
    public constructor(code: DeviceCode, options: RequestOptions = RequestOptions.NONE) :
        this(code.deviceCode, code.codeVerifier, options)

    override val parameters: List<Pair<String, String>>
        get() = listOfNotNull("device_code" to deviceCode, codeVerifier?.let { "code_verifier" to it })
}
