package io.github.oidcauth.sample.java.testing;

import io.github.oidcauth.testing.TokenStoreContract;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTokenStoreTest {
    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> doesWhatEveryStoreDoes() {
        var contract = new TokenStoreContract<>(
                clock -> new DirectoryTokenStore(Files.createTempDirectory(directory, "store"), clock));
        return contract.getChecks().stream().map(check -> DynamicTest.dynamicTest(check.getName(), check::verify));
    }
}
