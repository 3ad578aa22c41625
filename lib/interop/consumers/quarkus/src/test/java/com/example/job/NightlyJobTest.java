package com.example.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.InvalidClientException;
import io.github.oidcauth.testing.ScriptedLoginServer;
import io.github.oidcauth.testing.ServerEndpoint;
import io.github.oidcauth.testing.StrictTokenStore;
import org.junit.jupiter.api.Test;

class NightlyJobTest {
    @Test
    void getsATokenOfItsOwn() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            server.registerClient("job", "secret");
            assertTrue(server.accepts(NightlyJob.serviceToken(server.getUrl(), "job", "secret")));
            assertThrows(
                    InvalidClientException.class, () -> NightlyJob.serviceToken(server.getUrl(), "job", "wrong"));
        }
    }

    @Test
    void logsInOnceAndTakesTheStoredTokenFromThenOn() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            var login = server.issuerConfigBuilder().scope("openid").build();
            var token = NightlyJob.userToken(login);
            assertEquals(token.getAccessToken(), NightlyJob.userToken(login).getAccessToken());
            assertEquals(1, server.getUser().getShownCodes().size());
        }
    }

    @Test
    void refreshesAStoredTokenThatIsOld() throws Exception {
        try (var server = ScriptedLoginServer.start();
                var store = new StrictTokenStore()) {
            var login = server.issuerConfigBuilder().store(store).build();
            store.seed(login.getKey(), server.issueExpiredToken(login));
            assertTrue(server.accepts(NightlyJob.userToken(login)));
            assertEquals(1, server.count(ServerEndpoint.TOKEN));
            assertEquals(0, server.count(ServerEndpoint.DEVICE_AUTHORIZATION));
        }
    }

    @Test
    void logsInByTheBrowserWhereThereIsNoOtherWay() throws Exception {
        try (var server = ScriptedLoginServer.start()) {
            server.getSettings().setHasDeviceGrant(false);
            assertTrue(server.accepts(NightlyJob.userToken(server.issuerConfigBuilder().build())));
            assertEquals(1, server.getUser().getShownLogins().size());
        }
    }
}
