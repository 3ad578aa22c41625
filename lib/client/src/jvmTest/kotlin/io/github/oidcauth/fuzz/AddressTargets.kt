package io.github.oidcauth.fuzz

import io.github.oidcauth.InvalidResponseException
import io.github.oidcauth.TokenKey
import io.github.oidcauth.internal.addresses.ApplicationKey
import io.github.oidcauth.internal.addresses.BaseUrl
import io.github.oidcauth.internal.addresses.HttpTarget
import io.github.oidcauth.internal.addresses.IssuerKey
import io.github.oidcauth.internal.addresses.IssuerName
import io.github.oidcauth.internal.addresses.KeyText
import io.github.oidcauth.internal.addresses.WebAddress
import io.github.oidcauth.internal.addresses.requestFault
import io.github.oidcauth.internal.browser.CommandWords
import io.github.oidcauth.internal.callback.RedirectTarget
import io.github.oidcauth.internal.callback.validateReceiverRedirect
import io.github.oidcauth.internal.environment.Environment
import io.github.oidcauth.internal.interaction.TerminalInput
import io.github.oidcauth.internal.loopback.LoopbackRedirect
import io.github.oidcauth.internal.metadata.WellKnownUrls
import io.github.oidcauth.internal.responses.Challenge
import io.github.oidcauth.internal.text.Redaction
import io.github.oidcauth.internal.text.printable
import io.github.oidcauth.internal.transport.ContentDecoder
import io.github.oidcauth.internal.transport.HttpDate
import io.github.oidcauth.internal.transport.JvmContentCodings
import io.github.oidcauth.internal.transport.RetryAfter
import io.github.oidcauth.internal.transport.proxy.NoProxyHosts
import io.github.oidcauth.internal.transport.proxy.ProxySettings
import io.ktor.http.Url
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.util.zip.DeflaterOutputStream
import java.util.zip.GZIPOutputStream

/** Addresses and other short texts. */
internal object AddressTargets {
    private val urls =
        texts(
            "https://idp.example/realms/a",
            "https://as.example:8443/t?x=%41#f",
            "http://[::1]:8080/",
            "http://127.0.0.1:80",
            "com.example.app:/cb?a=b",
            "http://127.0.0.1:0/callback",
        )

    fun all(): List<FuzzTarget> =
        listOf(
            FuzzTarget(
                "host",
                setOf("BaseUrl", "HostAndPort", "HostName", "Ports", "UrlPath", "TokenKey"),
                texts("myapp.example.com", "http://[::1]:8080", "https://h:8443/a/"),
            ) {
                val url = BaseUrl.parse(it.asText())
                check(BaseUrl.parse(url.toString()) == url) { "It is not the same when it is read again." }
                // The requests of a login are sent to its host.
                Url(url.resolve("x"))
                TokenKey.forHost(it.asText()).toString()
            },
            FuzzTarget(
                "address",
                setOf(
                    "WebAddress",
                    "RequestAddress",
                    "UrlParts",
                    "HttpTarget",
                    "WellKnownUrls",
                    "IssuerName",
                    "RedirectTarget",
                    "ReceiverRedirect",
                    "LoopbackRedirect",
                ),
                urls,
            ) {
                val text = it.asText()
                WebAddress.parse(text)?.run {
                    isSecure.toString() + shellSafeUrl + parameter("state") + requestFault(url) + this
                }
                RedirectTarget.fault(text)
                RedirectTarget(text).parametersIn("$text&a=b")
                orRefused { validateReceiverRedirect(text) }
                orRefused { LoopbackRedirect.of(listOf(0), text, text) }
                orRefused {
                    val redirect = LoopbackRedirect.parse(text)
                    check(LoopbackRedirect.parse(redirect.uri(redirect.ports.single())) == redirect) { "It is another redirect." }
                }
                orRefused { WellKnownUrls.of(IssuerName.of(text), allowInsecureHttp = true) }
                orRefused { HttpTarget.of(text, allowInsecureHttp = true).htu }
            },
            FuzzTarget(
                "key of an issuer",
                setOf("IssuerKey", "TokenKey"),
                texts("https://idp.example#client_id=app&scope=email+openid&audience=a&resource=https://r"),
            ) {
                val key = IssuerKey.parse(it.asText())
                check(key == null || key.text == it.asText()) { "Two texts are the same key." }
                TokenKey.of(it.asText()).toString()
            },
            FuzzTarget(
                "key of an account",
                setOf("ApplicationKey", "KeyText"),
                texts("https://app.example/tool#account=alice@example.com", "https://idp.example#account=a%20b&client_id=app"),
            ) {
                val key = ApplicationKey.parse(it.asText())
                check(key == null || key.text == it.asText()) { "Two texts are the same key." }
                check(key == null || IssuerKey.parse(it.asText()) == null) { "An application is an issuer." }
                orRefused { KeyText.decode(KeyText.encode(KeyText.normalizeAccount(it.asText()))) }
            },
            FuzzTarget(
                "challenge",
                setOf("Challenge"),
                texts("Bearer realm=\"a\", error=\"invalid_token\", Negotiate abc==, DPoP"),
            ) { input ->
                Challenge.parse(input.asText().lines()).forEach { it.toString() }
            },
            FuzzTarget(
                "text for people",
                setOf("Printable", "CombiningMarks", "Redaction", "SpelledCharacter"),
                texts(
                    "Bad \"refresh_token\":\"abc\" &client_secret=x Bearer 0123456789012345678901 eyJhbGciOiJub25lIn0.e30.",
                    "\u202e\u0000\ud83d\ude00",
                ),
            ) {
                val text = it.asText()
                val line = Redaction(listOf("s3cret", text.take(40), "\ud800\u0000")).of(text).printable()
                check(line.none(Char::isISOControl) && line.encodeToByteArray().decodeToString() == line) {
                    "It is not printable."
                }
            },
            FuzzTarget(
                "date in a header",
                setOf("HttpDate", "RetryAfter"),
                texts("Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"),
            ) {
                HttpDate.parse(it.asText())
                RetryAfter.read(listOf(it.asText()), listOf(it.asText()), clock = null)
            },
            FuzzTarget(
                "compressed response",
                setOf("ContentCodings", "ContentDecoder", "JvmContentCodings"),
                listOf("gzip", "deflate").map { coding -> compressed(coding) },
                documented = setOf(InvalidResponseException::class),
            ) { input ->
                val coding = if (input.firstOrNull() == GZIP) "gzip" else "deflate"
                val content = ContentDecoder(JvmContentCodings).decode(input, listOf(coding), limit = 1000, statusCode = 200)
                check(content === input || content.size <= 1001) { "It inflates without end." }
            },
            FuzzTarget(
                "address of a proxy",
                setOf("ProxySettings", "NoProxyHosts", "ProxyUrl", "IpLiteral"),
                texts("http://user:p%40ss@proxy.example:3128", "proxy:80", "socks5h://[2001:db8::1]:1080"),
                texts("*", "10.0.0.0/8,[fe80::]/10,.example:443", "::ffff:10.0.0.1 *.b\u00fccher.example"),
            ) { input ->
                val text = input.asText()
                ProxySettings.of(Environment { text }).run {
                    proxyFor("https", "host.example", 443).toString() +
                        proxyFor("http", text, 80)
                }
                NoProxyHosts.parse(text).run {
                    covers("host.example", 443).toString() + covers("10.1.2.3", 80) +
                        covers(text, 80)
                }
            },
            FuzzTarget("typed lines", setOf("TerminalInput"), texts("http://localhost:8400/callback?code=a\r\n\n")) { input ->
                val lines = ByteArrayInputStream(input).let { stream -> TerminalInput { stream } }
                while (lines.next() != null) continue
            },
            FuzzTarget("command of a browser", setOf("CommandWords"), texts("firefox --new-tab \"%s\" 'a b' \\ c")) {
                CommandWords.split(it.asText(), backslashEscapes = true)
                CommandWords.split(it.asText(), backslashEscapes = false)
            },
        )
}

private const val GZIP: Byte = 0x1f

private fun compressed(coding: String): ByteArray {
    val out = ByteArrayOutputStream()
    val compressing = if (coding == "gzip") GZIPOutputStream(out) else DeflaterOutputStream(out)
    compressing.use { it.write("""{"access_token":"at","token_type":"Bearer"}""".encodeToByteArray()) }
    return out.toByteArray()
}
