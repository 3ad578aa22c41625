package io.github.oidcauth.internal.environment

import io.kotest.core.spec.style.FunSpec
import io.kotest.matchers.shouldBe

class PlatformTest :
    FunSpec({
        test("the operating system's name decides, and on Linux the variables of WSL") {
            Platform.detect({ null }, "Linux") shouldBe Platform.LINUX
            Platform.detect(mapOf("WSL_DISTRO_NAME" to "Debian")::get, "Linux") shouldBe Platform.WSL
            Platform.detect(mapOf("WSL_INTEROP" to "/run/WSL/1_interop")::get, "Linux") shouldBe Platform.WSL
            Platform.detect({ null }, "Mac OS X") shouldBe Platform.MACOS
            Platform.detect({ null }, "Windows 11") shouldBe Platform.WINDOWS
            Platform.detect({ null }, "FreeBSD") shouldBe Platform.OTHER
        }
    })
