package io.github.oidcauth.internal.transport.tls

import io.github.oidcauth.internal.transport.okhttp.SelfSigned
import io.kotest.core.spec.style.FunSpec
import io.kotest.engine.spec.tempdir
import io.kotest.matchers.nulls.shouldBeNull
import io.kotest.matchers.nulls.shouldNotBeNull
import io.kotest.matchers.shouldBe
import java.security.KeyPairGenerator
import javax.net.ssl.SSLContext

/** Every way in which the JDK asks for a certificate: for sockets, for engines, and by kind. */
class SingleKeyManagerTest :
    FunSpec({
        val chain by lazy { PemCertificates.read(SelfSigned(tempdir()).pem.readText()) { error(it) } }
        val key = KeyPairGenerator.getInstance("EC").generateKeyPair().private
        val manager by lazy { SingleKeyManager(key, chain) }

        test("the certificate is shown to whoever asks for one of its kind, by socket, by engine and by name") {
            val alias = manager.chooseClientAlias(arrayOf("RSA", "EC"), null, null).shouldNotBeNull()
            val engine = SSLContext.getDefault().createSSLEngine()
            manager.chooseEngineClientAlias(arrayOf("EC"), emptyArray(), engine) shouldBe alias
            manager.getClientAliases("EC", null)?.toList() shouldBe listOf(alias)
            manager.getCertificateChain(alias)?.toList() shouldBe chain
            manager.getPrivateKey(alias) shouldBe key
        }

        test("a server that wants another kind, or names none, gets nothing") {
            manager.chooseClientAlias(arrayOf("RSA"), null, null).shouldBeNull()
            manager.chooseEngineClientAlias(emptyArray(), null, null).shouldBeNull()
            manager.chooseClientAlias(null, null, null).shouldBeNull()
            manager.getClientAliases("RSA", null).shouldBeNull()
            manager.getClientAliases(null, null).shouldBeNull()
        }

        test("key and certificate go by their own name only") {
            manager.getCertificateChain("another").shouldBeNull()
            manager.getPrivateKey("another").shouldBeNull()
            manager.getPrivateKey(null).shouldBeNull()
        }

        test("it is no server's certificate") {
            manager.chooseServerAlias("EC", null, null).shouldBeNull()
            manager.getServerAliases("EC", null).shouldBeNull()
        }
    })
