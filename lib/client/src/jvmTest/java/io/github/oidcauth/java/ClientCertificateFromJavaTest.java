package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.oauth2.ClientCertificate;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.oauth2.TlsClientAuth;
import io.github.oidcauth.oauth2.TlsIdentities;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClientCertificateFromJavaTest {
    private static final char[] PASSWORD = TlsIdentities.PASSWORD.toCharArray();

    @Test
    void aCertificateComesFromPemOrFromAKeyStore() throws Exception {
        TlsIdentities tls = TlsIdentities.INSTANCE;
        ClientCertificate stored = ClientCertificate.fromKeyStore(tls.getStore(), PASSWORD, "client");
        assertEquals(stored, ClientCertificate.fromKeyStore(tls.getStoreFile(), PASSWORD, "client"));
        assertEquals(stored, ClientCertificate.fromPem(tls.chainPem("client"), tls.keyPem("client")));
        assertEquals(stored, ClientCertificate.fromPem(tls.chainPem("client") + tls.keyPem("client")));
        assertEquals(43, stored.getThumbprint().length());

        ClientConfig config = ClientConfig.builder("my-client")
                .authentication(TlsClientAuth.INSTANCE)
                .clientCertificate(stored)
                .build();
        assertEquals(stored, config.getClientCertificate());
    }

    @Test
    void whatCannotBeUsedIsRefused() {
        assertThrows(InvalidConfigException.class, () -> ClientCertificate.fromPem(""));
        assertThrows(
                InvalidConfigException.class, () -> ClientCertificate.fromKeyStore(Path.of("/nowhere.p12"), PASSWORD));
    }
}
