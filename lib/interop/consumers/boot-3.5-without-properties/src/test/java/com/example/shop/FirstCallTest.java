package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.oidcauth.Config;
import io.github.oidcauth.java.BlockingDeviceFlow;
import io.github.oidcauth.java.OidcAuth;
import io.github.oidcauth.oauth2.ClientConfig;
import io.github.oidcauth.testing.ScriptedLoginServer;
import io.github.oidcauth.testing.StrictTokenStore;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whatever this program calls first, it is told which two properties to set. */
class FirstCallTest {
    private static final String HOST = "https://login.example.com";

    @TestFactory
    Stream<DynamicTest> theFirstCallNamesTheTwoProperties() {
        Map<String, ThrowingCallable> calls = Map.of(
                "authenticate", () -> OidcAuth.authenticate(HOST),
                "authenticateAsync", () -> OidcAuth.authenticateAsync(HOST).get(),
                "Config", () -> Config.builder(HOST).build(),
                "ClientConfig", () -> ClientConfig.builder("shop").build(),
                "BlockingDeviceFlow", () -> BlockingDeviceFlow.of(HOST),
                "ScriptedLoginServer", () -> ScriptedLoginServer.start(),
                "StrictTokenStore", () -> new StrictTokenStore());
        return calls.entrySet().stream().map(call -> DynamicTest.dynamicTest(call.getKey(), () -> {
            var error = catchThrowable(call.getValue());
            assertThat(error).isInstanceOf(LinkageError.class);
            // The JVM wraps it for who comes second to a class.
            assertThat(Throwables.getStackTrace(error))
                    .contains("kotlin-stdlib 1.9.25")
                    .contains("kotlinx-coroutines-core-jvm 1.8.1")
                    .contains("<kotlin.version>2.2.21</kotlin.version>")
                    .contains("<kotlin-coroutines.version>1.10.2</kotlin-coroutines.version>");
        }));
    }
}
