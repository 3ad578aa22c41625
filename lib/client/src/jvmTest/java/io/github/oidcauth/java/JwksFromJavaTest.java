package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.InvalidConfigException;
import io.github.oidcauth.oauth2.ContentEncryption;
import io.github.oidcauth.oauth2.JweAlgorithm;
import io.github.oidcauth.oauth2.Jwk;
import io.github.oidcauth.oauth2.JwkSet;
import io.github.oidcauth.oauth2.JwsAlgorithm;
import java.util.List;
import org.junit.jupiter.api.Test;

class JwksFromJavaTest {
    private static final String ED25519 = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    @Test
    void javaMakesAKeyAndPublishesItsPublicPart() {
        Jwk key = Jwk.generate(JwsAlgorithm.ES256, "one");
        assertTrue(key.isPrivate());
        assertEquals("one", key.getKeyId());
        assertEquals(key, Jwk.parse(key.serialize()));

        String published = new JwkSet(List.of(key)).toPublic().serialize();
        assertEquals(List.of(key.toPublic()), JwkSet.parse(published).getKeys());
        assertFalse(published.contains("\"d\""));
    }

    @Test
    void javaReadsAKeyFromPem() {
        Jwk key = Jwk.fromPem(ED25519, "two");
        assertEquals("OKP", key.getKeyType());
        assertEquals("two", key.getKeyId());
        assertEquals(
                Jwk.fromPem(ED25519).serialize(),
                Jwk.fromPem(ED25519, (String) null).serialize());
        assertEquals("EdDSA", Jwk.fromPem(ED25519, JwsAlgorithm.EdDSA).getAlgorithm());
        assertEquals("EdDSA", Jwk.fromPem(ED25519, JwsAlgorithm.EdDSA, null).getAlgorithm());
    }

    @Test
    void javaCatchesWhatIsNoKey() {
        assertThrows(InvalidConfigException.class, () -> Jwk.fromPem("nothing"));
        assertThrows(InvalidConfigException.class, () -> Jwk.parse("{}"));
        assertThrows(InvalidConfigException.class, () -> Jwk.parse("{}"));
    }

    @Test
    void javaFindsAlgorithmsByName() {
        assertEquals(JwsAlgorithm.PS256, JwsAlgorithm.find("PS256"));
        assertEquals(JweAlgorithm.ECDH_ES, JweAlgorithm.find("ECDH-ES"));
        assertEquals(ContentEncryption.A128GCM, ContentEncryption.find("A128GCM"));
    }
}
