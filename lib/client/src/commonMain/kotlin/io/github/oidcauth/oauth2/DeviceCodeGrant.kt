package io.github.oidcauth.oauth2

import io.github.oidcauth.DeviceCode
import kotlin.jvm.JvmOverloads

/** `urn:ietf:params:oauth:grant-type:device_code`: asks once whether the person has finished (RFC 8628 §3.4). */
public class DeviceCodeGrant
    @JvmOverloads
    constructor(
        internal val deviceCode: String,
        options: RequestOptions = RequestOptions.NONE,
    ) : Grant("urn:ietf:params:oauth:grant-type:device_code", options) {
        @JvmOverloads
        public constructor(code: DeviceCode, options: RequestOptions = RequestOptions.NONE) : this(code.deviceCode, options)

        override val parameters: List<Pair<String, String>> get() = listOf("device_code" to deviceCode)
    }
