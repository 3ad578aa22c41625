package io.github.oidcauth.sample.java.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.FileTokenStore;
import io.github.oidcauth.InteractionRequiredException;
import io.github.oidcauth.TransportException;
import io.github.oidcauth.java.BlockingDeviceFlow;
import io.github.oidcauth.java.BlockingTokenStore;
import io.github.oidcauth.java.OidcAuth;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Runs the counterparts of the examples of py_oidc_auth_client. */
class PyOidcSamplesTest {
    private static final String NOBODY = "http://127.0.0.1:1";
    private static ExampleServer example;
    private static String host;
    private static String deviceHost;
    private final List<String> shown = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() {
        example = new ExampleServer();
        host = example.host();
        deviceHost = example.deviceHost();
    }

    @AfterAll
    static void stop() {
        example.close();
    }

    @BeforeEach
    void forgetTokens() {
        example.forgetTokens();
    }

    private static int entriesOfProgram() {
        return new BlockingTokenStore(FileTokenStore.forApp("my-app")).keys().size();
    }

    private static boolean isBearer(String header) {
        return header.startsWith("Bearer ");
    }

    @Test
    @DisplayName("P01: a token, and its header")
    void header() {
        PyOidcLogins.showHeader(host, shown::add);
        assertTrue(isBearer(shown.get(0)));
    }

    @Test
    @DisplayName("P02: a call of an API")
    void call() throws Exception {
        assertTrue(PyOidcLogins.callWithToken(host, host + "/api/me").contains("alice"));
    }

    @Test
    @DisplayName("P03: tokens in a file")
    void file() throws Exception {
        var path = ExampleServer.newFile();
        var token = PyOidcStores.tokenInFile(host, path);
        assertEquals(token, PyOidcStores.tokenInFile(host, path));
        assertTrue(Files.exists(path));
    }

    @Test
    @DisplayName("P04: a login step by step")
    void steps() {
        var output = new ExampleServer.Output("Open: ", "Code: ");
        assertTrue(isBearer(PyOidcFlows.logInStepByStep(deviceHost, output).get("Authorization")));
        assertEquals(2, output.lines.size());
    }

    @Test
    @DisplayName("P05: a login in the browser")
    void browser() {
        int before = example.server.getRequests().size();
        assertTrue(isBearer(PyOidcFlows.logInInBrowser(deviceHost).get("Authorization")));
        assertTrue(example.server.getRequests().stream()
                .skip(before)
                .noneMatch(request -> request.getPath().equals("/auth/v2/device")));
    }

    @Test
    @DisplayName("P06: a token under the name of the program")
    void program() {
        assertTrue(isBearer(PyOidcLogins.headersOfProgram(host).get("Authorization")));
        assertEquals(1, entriesOfProgram());
    }

    @Test
    @DisplayName("P07: the store of the program")
    void storeOfProgram() {
        assertEquals(PyOidcStores.tokenInStoreOfProgram(host), PyOidcStores.tokenInStoreOfProgram(host));
        assertEquals(1, entriesOfProgram());
    }

    @Test
    @DisplayName("P08: the routes of an application")
    void routes() {
        assertFalse(OidcAuth.authenticate(PyOidcStores.configuredRoutes(host))
                .getAccessToken()
                .isEmpty());
    }

    @Test
    @DisplayName("P09: development and production")
    void apart() throws Exception {
        var path = ExampleServer.newFile();
        var tokens = PyOidcStores.tokensApart(host, host, path);
        assertNotEquals(tokens.get(0), tokens.get(1));
        assertEquals(tokens.get(0), PyOidcStores.tokenInFile(host, path));
    }

    @Test
    @DisplayName("P10: headers for another library")
    void headers() throws Exception {
        assertTrue(
                isBearer(PyOidcStores.headersFor(host, ExampleServer.newFile()).get("Authorization")));
    }

    @Test
    @DisplayName("P11: a failure that is reported")
    void failure() {
        assertThrows(TransportException.class, () -> PyOidcLogins.reportFailure(NOBODY, shown::add));
        assertTrue(shown.get(0).startsWith("Authentication failed: "));
    }

    @Test
    @DisplayName("P12: a session without a browser")
    void headless() throws Exception {
        var output = new ExampleServer.Output("Visit: ", "Code: ");
        assertNotNull(PyOidcFlows.headlessSession(deviceHost, ExampleServer.newFile(), output));
        assertEquals("Logged in: [Authorization]", output.lines.get(0));
    }

    @Test
    @DisplayName("P13: two servers, one store")
    void oneStore() {
        assertEquals(
                2, PyOidcStores.tokensInOneStore(host, example.secondHost()).size());
        assertEquals(2, entriesOfProgram());
    }

    @Test
    @DisplayName("P14: a batch job uses the token of its file, and asks nobody for another")
    void batch() throws Exception {
        var path = ExampleServer.newFile();
        assertThrows(InteractionRequiredException.class, () -> PyOidcStores.tokenInBatchJob(host, path));
        var token = PyOidcStores.tokenInFile(host, path);
        assertEquals(token, PyOidcStores.tokenInBatchJob(host, path));
    }

    @Test
    @DisplayName("P15: one login, two uses")
    void once() {
        var tokens = PyOidcLogins.logInOnce(host);
        assertEquals(tokens.get(0), tokens.get(1));
    }

    @Test
    @DisplayName("P16: two servers")
    void two() {
        var tokens = PyOidcLogins.tokensOfTwo(host, example.secondHost());
        assertNotEquals(tokens.get(0), tokens.get(1));
    }

    @Test
    @DisplayName("P17: a new login in place of the stored token")
    void again() {
        assertNotEquals(PyOidcLogins.logInAgain(host), PyOidcLogins.logInAgain(host));
    }

    @Test
    @DisplayName("P18: a token without blocking")
    void future() throws Exception {
        assertFalse(
                PyOidcLogins.obtainWithoutBlocking(host).get().getAccessToken().isEmpty());
    }

    @Test
    @DisplayName("P19: the status of a failed login")
    void status() {
        PyOidcLogins.reportStatus(NOBODY, shown::add);
        assertTrue(shown.get(0).startsWith("Login failed (null): "));
    }

    @Test
    @DisplayName("P20: one flow for each host")
    void oneFlow() {
        assertTrue(PyOidcFlows.hasOneFlow());
    }

    @Test
    @DisplayName("P21: the token of the other flow")
    void otherFlow() {
        assertNotNull(PyOidcFlows.tokenOfOtherFlow(deviceHost));
    }

    @Test
    @DisplayName("P22: flows are forgotten")
    void forgotten() {
        var flow = BlockingDeviceFlow.of(host);
        PyOidcFlows.forgetFlows();
        assertNotSame(flow, BlockingDeviceFlow.of(host));
    }

    @Test
    @DisplayName("P23: a refresh")
    void refresh() {
        var token = OidcAuth.authenticate(host);
        var refreshed = PyOidcFlows.refreshNow(host, token.getRefreshToken());
        assertNotEquals(token.getAccessToken(), refreshed.getAccessToken());
        assertEquals(refreshed, OidcAuth.authenticate(host));
    }

    @Test
    @DisplayName("P24: a login with a code")
    void code() {
        assertFalse(PyOidcFlows.logInWithCode(deviceHost).isEmpty());
    }

    @Test
    @DisplayName("P25: a login, if needed")
    void ifNeeded() {
        PyOidcFlows.logInIfNeeded(deviceHost, shown::add);
        assertTrue(shown.isEmpty());
        PyOidcFlows.logInIfNeeded(deviceHost, shown::add);
        assertEquals(List.of("Already authenticated!"), shown);
    }

    @Test
    @DisplayName("P26: a login in the browser, soon")
    void browserSoon() {
        assertFalse(PyOidcFlows.logInInBrowserSoon(host).isEmpty());
    }

    @Test
    @DisplayName("P27: a stored token")
    void stored() {
        PyOidcStores.storedTokens(host, OidcAuth.authenticate(host), shown::add);
        assertEquals(List.of("Stored!", host), shown);
        assertTrue(new BlockingTokenStore(FileTokenStore.forApp()).keys().isEmpty());
    }

    @Test
    @DisplayName("P28: no stored tokens")
    void cleared() {
        OidcAuth.authenticate(host);
        PyOidcStores.removeAll();
        assertNull(BlockingDeviceFlow.of(host).token());
    }
}
