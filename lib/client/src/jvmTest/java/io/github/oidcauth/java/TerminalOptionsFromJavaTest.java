package io.github.oidcauth.java;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.oidcauth.DeviceCode;
import io.github.oidcauth.LoginPicture;
import io.github.oidcauth.TerminalInteraction;
import io.github.oidcauth.TerminalOptions;
import io.github.oidcauth.TerminalSpace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The options of a terminal as Java sets them. */
class TerminalOptionsFromJavaTest {
    @Test
    void optionsAreBuiltAndRead() {
        LoginPicture picture = new LoginPicture() {
            @Override
            public List<String> of(DeviceCode code, TerminalSpace space) {
                return List.of("at most " + space.getColumns());
            }
        };
        TerminalOptions options = TerminalOptions.builder()
                .openBrowser(false)
                .colors(false)
                .plain(true)
                .picture(picture)
                .build();
        assertFalse(options.opensBrowser());
        assertEquals(Boolean.FALSE, options.getColors());
        assertTrue(options.isPlain());
        assertEquals(picture, options.getPicture());
        assertFalse(new TerminalSpace(80, 24).hasStyles());
        assertFalse(new TerminalInteraction(options).openBrowser("https://example.com"));
    }
}
