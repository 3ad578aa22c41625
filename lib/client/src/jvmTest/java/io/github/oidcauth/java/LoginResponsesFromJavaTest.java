package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.oauth2.BackchannelAuthentication;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lifetime and the further members of responses, in types of Java. */
class LoginResponsesFromJavaTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aDeviceCodeCountsDownAndKeepsFurtherMembers() {
        var code = DeviceCode.deserialize("{\"device_code\":\"dc\",\"user_code\":\"UC\",\"expires_in\":60,"
                + "\"verification_uri\":\"https://as.example/go\",\"message\":\"Go.\"}");
        var end = code.getExpiresAt();

        assertEquals(MINUTE, code.expiresIn(end.minus(MINUTE)));
        assertEquals(Duration.ZERO, code.expiresIn(end.plusSeconds(1)));
        assertTrue(code.getExpiresIn().compareTo(MINUTE) <= 0);
        assertFalse(code.isExpired());
        assertTrue(code.isExpired(MINUTE.plusSeconds(1)));
        assertFalse(code.isExpired(Duration.ofSeconds(59), end.minus(MINUTE)));
        assertTrue(code.isExpired(Duration.ofSeconds(61), end.minus(MINUTE)));
        assertEquals("Go.", code.getExtra().get("message"));
    }

    @Test
    void aLoginOnAnotherDeviceCountsDownAndKeepsFurtherMembers() {
        var login = BackchannelAuthentication.deserialize("{\"auth_req_id\":\"ar\",\"expires_in\":60,\"custom\":[1]}");
        var end = login.getExpiresAt();

        assertEquals(MINUTE, login.expiresIn(end.minus(MINUTE)));
        assertEquals(Duration.ZERO, login.expiresIn(end.plusSeconds(1)));
        assertTrue(login.getExpiresIn().compareTo(MINUTE) <= 0);
        assertFalse(login.isExpired());
        assertTrue(login.isExpired(MINUTE.plusSeconds(1)));
        assertFalse(login.isExpired(Duration.ofSeconds(59), end.minus(MINUTE)));
        assertTrue(login.isExpired(Duration.ofSeconds(61), end.minus(MINUTE)));
        assertEquals(1, ((List<?>) login.getExtra().get("custom")).size());
    }
}
