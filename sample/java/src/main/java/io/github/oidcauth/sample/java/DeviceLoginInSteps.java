package io.github.oidcauth.sample.java;

import io.github.oidcauth.Config;
import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.Token;
import io.github.oidcauth.java.BlockingDeviceFlow;
import java.util.function.Consumer;

/** A device login whose code is shown in your own way: on a display, in a chat, as a QR code. */
public final class DeviceLoginInSteps {
    private DeviceLoginInSteps() {}

    /** Requests a code, shows it, and waits for the user. */
    public static Token login(Config config, Consumer<DeviceCode> show) {
        BlockingDeviceFlow flow = BlockingDeviceFlow.of(config);
        DeviceCode code = flow.getDeviceCode();
        show.accept(code);
        return flow.poll(code);
    }

    public static void main(String[] args) {
        Config config = Config.builder(args.length > 0 ? args[0] : "https://myapp.example.com")
                .build();
        Token token = login(config, code -> System.out.println("Open " + code.getUri() + ": " + code.getUserCode()));
        System.out.println("Logged in until " + token.getExpiresAt());
    }
}
