package io.github.oidcauth

import java.nio.file.Files

class FileTokenStoreContractTest :
    TokenStoreContract({ clock ->
        val directory = Files.createTempDirectory("token-store").toFile()
        directory.deleteOnExit()
        FileTokenStore(directory.toPath().resolve("store.json"), { error("unexpected notice: $it") }, clock)
    })
